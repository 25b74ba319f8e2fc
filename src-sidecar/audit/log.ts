import {
  auditRowsAfter,
  insertAuditRow,
  lastAuditRow,
  type AuditDraft,
  type AuditRow,
  type OpenDatabase,
  type OrgDb,
  type OrgTables,
  type Recorder,
} from "../store/index.ts";
import type { Clock } from "../base/clock.ts";
import { AuditError } from "./audit-error.ts";
import { EMPTY_CHAIN, hex, nextEntry, type ChainHead } from "./chain.ts";
import { verifyChain, type Anchor, type Verification } from "./verify.ts";

const SALT_BYTES = 16;
const VERIFY_PAGE = 2_000;

/** `durable`: on the disk when it resolves. `ordered`: it survives our death, and no later entry is ever kept without it. */
export type Durability = "durable" | "ordered";

/** One change with its entries, waiting for the next commit. */
interface Pending {
  readonly apply: (tx: OrgDb) => Promise<readonly AuditDraft[]>;
  readonly durability: Durability;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface AuditLogOptions {
  readonly database: OpenDatabase<OrgTables>;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** The audit log of one organization, and the only way to change its database. */
export interface AuditLog {
  /** Changes and records in one transaction, on the disk when it resolves. */
  readonly record: Recorder;
  /**
   * The same for the path of a call, which says how durable it has to be.
   *
   * Changes that arrive together share a commit. If the log cannot be written the change is not made.
   *
   * @throws {AuditError} `audit_unwritable`, `disk_full`.
   */
  write(durability: Durability, apply: (tx: OrgDb) => Promise<readonly AuditDraft[]>): Promise<void>;
  /** Resolves when everything that was written before is on the disk. @throws {AuditError} `audit_unwritable`, `disk_full`. */
  onDisk(): Promise<void>;
  verify(anchor: Anchor | null): Promise<Verification>;
  head(): Anchor;
}

export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const last = await lastAuditRow(options.database.db);
  const writer = new ChainWriter(options, last ? { seq: last.seq, hash: last.hash } : EMPTY_CHAIN);
  return {
    record: async (change) => {
      let outcome: Awaited<ReturnType<typeof change>> | undefined;
      await writer.enqueue("durable", async (tx) => {
        outcome = await change(tx); // Again when its batch had to be split: the last run is the one that was committed.
        return outcome.entries;
      });
      if (!outcome) throw new Error("internal: a change was committed that never ran");
      return outcome.value;
    },
    write: (durability, apply) => writer.enqueue(durability, apply),
    onDisk: async () => {
      try {
        await options.database.sync();
      } catch (error) {
        throw AuditError.ofLog(error);
      }
    },
    verify: (anchor) => verifyChain(pagesOf(options.database.db), anchor),
    head: () => writer.anchor(),
  };
}

/** Rows of a log in order, a page at a time. */
export async function* pagesOf(db: OrgDb): AsyncGenerator<readonly AuditRow[]> {
  let seq = 0;
  for (;;) {
    const page = await auditRowsAfter(db, seq, VERIFY_PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    seq = last.seq;
    await new Promise<void>((resolve) => setImmediate(resolve)); // A long log must not hold up calls.
  }
}

/** Gathers changes and commits them together; owns the head of the chain. */
class ChainWriter {
  readonly #options: AuditLogOptions;
  #head: ChainHead;
  #queue: Pending[] = [];
  #isScheduled = false;

  constructor(options: AuditLogOptions, head: ChainHead) {
    this.#options = options;
    this.#head = head;
  }

  anchor(): Anchor {
    return { seq: this.#head.seq, hash: hex(this.#head.hash) };
  }

  enqueue(durability: Durability, apply: Pending["apply"]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ apply, durability, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // One turn later, so that calls which arrived together share one commit.
    setImmediate(() => void this.#flush());
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
    this.#options.database.sync().then(
      () => {
        for (const pending of durable) pending.resolve();
      },
      (error: unknown) => {
        for (const pending of durable) pending.reject(AuditError.ofLog(error));
      },
    );
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const { database, clock, randomBytes } = this.#options;
    let isChangeAtFault = false;
    try {
      this.#head = await database.db.transaction().execute(async (tx) => {
        let head = this.#head;
        for (const pending of batch) {
          isChangeAtFault = true;
          const drafts = await pending.apply(tx);
          isChangeAtFault = false;
          for (const draft of drafts) {
            const row = nextEntry(head, draft, clock.now(), randomBytes(SALT_BYTES));
            await insertAuditRow(tx, row);
            head = { seq: row.seq, hash: row.hash };
          }
        }
        return head;
      });
    } catch (error) {
      throw isChangeAtFault ? AuditError.ofChange(error) : AuditError.ofLog(error);
    }
  }
}
