import {
  insertAuditRow,
  putAuditCheckpoint,
  type AuditDraft,
  type OpenDatabase,
  type OrgDb,
  type OrgTables,
} from "../store/index.ts";
import type { Clock } from "../base/clock.ts";
import { AuditError } from "./audit-error.ts";
import type { Tip } from "./tip.ts";

/** `durable`: on the disk when it resolves. `ordered`: it survives our death, and no later entry is ever kept without it. */
export type Durability = "durable" | "ordered";

/** Makes a change and says what is to be recorded of it. Whoever introduces keys moves the tip on once its entry is appended. */
export type Apply = (tx: OrgDb, tip: Tip) => Promise<readonly AuditDraft[]>;

/** One change with its entries, waiting for the next commit. */
interface Pending {
  readonly apply: Apply;
  readonly durability: Durability;
  /** Runs after its entries were appended, in the same transaction. */
  readonly after: ((tip: Tip) => void) | undefined;
  /** Whether a checkpoint is wanted whatever was written. */
  readonly isSigned: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface WriterParts {
  readonly database: OpenDatabase<OrgTables>;
  readonly clock: Clock;
  /** Called before each commit: lets go of keys that are not to be used any more. */
  readonly settleKeys: (tip: Tip) => Tip;
  /** Told of every entry once it is committed. */
  readonly onWritten?: ((draft: AuditDraft, at: number) => void) | undefined;
}

const MOST_TURNS = 4; // of the loop, before what has come is committed

/** Gathers changes and commits them together; owns the tip of the log. */
export class ChainWriter {
  readonly #parts: WriterParts;
  #tip: Tip;
  #queue: Pending[] = [];
  #isScheduled = false;

  constructor(parts: WriterParts, tip: Tip) {
    this.#parts = parts;
    this.#tip = tip;
  }

  get tip(): Tip {
    return this.#tip;
  }

  /** Changes the tip between two commits. */
  changeTip(change: (tip: Tip) => Tip): void {
    this.#tip = change(this.#tip);
  }

  enqueue(
    durability: Durability,
    apply: Apply,
    { after, isSigned = false }: { readonly after?: (tip: Tip) => void; readonly isSigned?: boolean } = {},
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ apply, durability, after, isSigned, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#gather(0, MOST_TURNS));
  }

  // A commit costs more than what it writes: calls that come turn by turn share one, and a call that comes alone waits two turns.
  #gather(known: number, turns: number): void {
    const { length } = this.#queue;
    if (length > known && turns > 1) setImmediate(() => this.#gather(length, turns - 1));
    else void this.#flush();
  }

  async #flush(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    await this.#commitOrSplit(batch);
    this.#isScheduled = false;
    if (this.#queue.length > 0) this.#schedule();
  }

  // One failing change must not take the others of its batch with it: they are tried again one by one.
  async #commitOrSplit(batch: readonly Pending[]): Promise<void> {
    try {
      await this.#commit(batch);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const pending of batch) await this.#commitOrSplit([pending]);
      return;
    }
    this.#settle(batch);
  }

  // The next batch commits while the disk still works on this one.
  #settle(batch: readonly Pending[]): void {
    const durable = batch.filter((pending) => pending.durability === "durable");
    for (const pending of batch) if (pending.durability === "ordered") pending.resolve();
    if (durable.length === 0) return;
    this.#parts.database.sync().then(
      () => {
        for (const pending of durable) pending.resolve();
      },
      (error: unknown) => {
        for (const pending of durable) pending.reject(AuditError.ofLog(error));
      },
    );
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const { database, clock, settleKeys, onWritten } = this.#parts;
    let isChangeAtFault = false;
    const written: (readonly [AuditDraft, number])[] = [];
    try {
      this.#tip = await database.transact(async (tx) => {
        const tip = settleKeys(this.#tip).fork();
        for (const { apply, after } of batch) {
          isChangeAtFault = true;
          const drafts = await apply(tx, tip);
          isChangeAtFault = false;
          for (const draft of drafts) {
            const row = tip.append(draft, clock.now());
            insertAuditRow(tx, row);
            if (onWritten) written.push([draft, row.at]);
          }
          after?.(tip);
        }
        const checkpoint = tip.checkpoint(batch.some(({ isSigned }) => isSigned));
        if (checkpoint) putAuditCheckpoint(tx, checkpoint, checkpoint.replaces);
        return tip;
      });
      for (const [draft, at] of written) onWritten?.(draft, at);
    } catch (error) {
      throw isChangeAtFault ? AuditError.ofChange(error) : AuditError.ofLog(error);
    }
  }
}
