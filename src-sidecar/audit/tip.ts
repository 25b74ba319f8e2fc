import type { AuditDraft, AuditRow } from "../store/index.ts";
import { clearBody, leftBody, sealedBody, type BodyKey, type PublicBodyKey } from "./body.ts";
import { nextEntry, type ChainHead } from "./chain.ts";
import { KEY_INTRODUCED, type Introduction } from "./introduction.ts";
import type { CompactRange } from "./merkle.ts";
import { writeCheckpoint } from "./note.ts";
import { BODIES_ERASED, ROUTINE_ACTIONS } from "./routine.ts";
import type { LogSigner } from "./signer.ts";

const MAX_UNSIGNED = 256;

/** The keys of the log while the vault is open. */
export interface Period {
  readonly signer: LogSigner;
  readonly bodyKey: BodyKey;
  /** Whether its keys were wiped: a transaction that is under way must not use what is left of them. */
  readonly end: { isOver: boolean };
}

/** Which checkpoint was written last, and by which key. `signer`: null where that is not known any more. */
export interface Signed {
  readonly size: number;
  readonly signer: number | null;
}

export interface TipParts {
  readonly orgId: string;
  readonly randomBytes: (length: number) => Uint8Array;
}

interface TipState {
  head: ChainHead;
  /** The tree up to the head; null until it was built. */
  range: CompactRange | null;
  /** Null while the vault is locked, and while nothing may be signed. */
  period: Period | null;
  /** What bodies are sealed to while it is locked; null before the first key. */
  leftKey: PublicBodyKey | null;
  /** The key that was introduced last. */
  introduced: Pick<Introduction, "number" | "key"> | null;
  signed: Signed;
  /** When the oldest entry was written that no checkpoint covers; null: there is none. */
  unsignedSince: number | null;
}

const SALT_BYTES = 16;

/** The end of a log as a transaction moves it on. What was not committed is forgotten with it. */
export class Tip {
  readonly #parts: TipParts;
  readonly #state: TipState;
  #isDue = false;

  constructor(parts: TipParts, state: TipState) {
    this.#parts = parts;
    this.#state = state;
  }

  get state(): Readonly<TipState> {
    return this.#state;
  }

  /** One for a transaction. */
  fork(change: Partial<TipState> = {}): Tip {
    const { range } = this.#state;
    return new Tip(this.#parts, { ...this.#state, range: range?.fork() ?? null, ...change });
  }

  /** The row of the next entry. */
  append(draft: AuditDraft, at: number): AuditRow {
    const state = this.#state;
    const salt = this.#parts.randomBytes(SALT_BYTES);
    const row = nextEntry(state.head, { ...draft, at }, salt, this.#bodyOf(draft, salt));
    state.head = { seq: row.seq, hash: row.hash };
    state.range?.append(row.hash);
    state.unsignedSince ??= at;
    this.#isDue ||=
      !(draft.isRoutine === true || draft.action === "session.opened") || !ROUTINE_ACTIONS.has(draft.action);
    return row;
  }

  /** The tree up to the head, from now on kept up with it. */
  grow(range: CompactRange): void {
    this.#state.range = range;
  }

  /** From here on these keys are the log's. */
  enter(period: Period, introduced: Pick<Introduction, "number" | "key">): void {
    const { number, publicKey } = period.bodyKey;
    Object.assign(this.#state, { period, introduced, leftKey: { number, publicKey } } satisfies Partial<TipState>);
  }

  /**
   * The checkpoint that is to be written with what was appended; null when none is due.
   *
   * Of each stretch of 256 entries and each key the last one is kept: the newest covers all before it.
   */
  checkpoint(
    isForced: boolean,
  ): { readonly size: number; readonly note: string; readonly replaces: number | null } | null {
    const { range, head, signed } = this.#state;
    const period = this.#period;
    if (period === null || range === null || range.size !== head.seq || head.seq === signed.size) return null;
    if (!isForced && !this.#isDue && head.seq - signed.size < MAX_UNSIGNED) return null;
    const { number, key, sign } = period.signer;
    const size = head.seq;
    const note = writeCheckpoint({ origin: key.name, size, root: range.root() }, key, sign);
    const isInStretch = Math.ceil(signed.size / MAX_UNSIGNED) === Math.ceil(size / MAX_UNSIGNED);
    const replaces = signed.signer === number && isInStretch ? signed.size : null;
    this.#state.signed = { size, signer: number };
    this.#state.unsignedSince = null;
    return { size, note, replaces };
  }

  get #period(): Period | null {
    const { period } = this.#state;
    return period?.end.isOver === true ? null : period;
  }

  #bodyOf(draft: AuditDraft, salt: Uint8Array): Uint8Array {
    const { leftKey, head } = this.#state;
    const period = this.#period;
    const isPublic = draft.action === KEY_INTRODUCED || draft.action === BODIES_ERASED;
    if (isPublic) return clearBody(draft.body);
    const place = { orgId: this.#parts.orgId, seq: head.seq + 1, salt };
    if (period !== null) return sealedBody(period.bodyKey, place, draft.body);
    if (leftKey !== null) return leftBody(leftKey, place, draft.body, this.#parts.randomBytes(32));
    return clearBody(draft.body); // There is no key yet: the first entries of an organization, which say that it was founded.
  }
}
