import {
  auditRowAt,
  dropAuditCheckpointsOver,
  erasedAuditCount,
  lastAuditCheckpoint,
  lastAuditRow,
  lastAuditRowOf,
  type AuditDraft,
  type AuditRow,
  type OpenDatabase,
  type OrgDb,
  type OrgTables,
  type Recorder,
} from "../store/index.ts";
import type { Clock } from "../base/clock.ts";
import { AuditError } from "./audit-error.ts";
import { BodyKeys, type ReadEntry } from "./body-keys.ts";
import { readClearBody } from "./body.ts";
import { EMPTY_CHAIN, hex } from "./chain.ts";
import { ChainWriter, type Durability } from "./chain-writer.ts";
import { eraseBodies } from "./erase.ts";
import { KEY_SUBJECT, parseIntroduction } from "./introduction.ts";
import { adminNameOf, verifierKeyText } from "./note.ts";
import { isNewDay, nextPeriod, type Introduced, type NextPeriod, type PeriodParts } from "./periods.ts";
import { writeProof } from "./proof.ts";
import { buildRange, provenEnd } from "./tail.ts";
import { Tip } from "./tip.ts";
import { logSourceOf, verifyLog, type Anchor, type LogAnchor, type Verification } from "./verify.ts";
import type { AuditVault } from "./vault-port.ts";

const MAX_UNSIGNED_MS = 60_000;

export interface AuditLogOptions {
  readonly database: OpenDatabase<OrgTables>;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Whose log it is, and the keys of its vault; absent: bodies are in the clear and nothing is signed. */
  readonly keys?: { readonly orgId: string; readonly vault: AuditVault };
  /** Told of every entry once it is committed. */
  readonly onWritten?: ((draft: AuditDraft, at: number) => void) | undefined;
}

/** How a log stands. */
export interface LogStatus {
  readonly entries: number;
  /** How many of them no checkpoint covers yet. */
  readonly unsigned: number;
  readonly checkpoint: { readonly at: number; readonly size: number; readonly note: string } | null;
  readonly verifierKey: string | null;
  readonly keySince: number | null;
  /** As verifier keys, the present one first. */
  readonly adminKeys: readonly string[];
  readonly erasedBodies: number;
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
  /** @param anchors What the log has to contain: its own head as it was at some moment, or what is remembered elsewhere. */
  verify(anchors: Anchor | readonly LogAnchor[]): Promise<Verification>;
  head(): Anchor;
  /** Whether the log has this very entry. */
  contains(anchor: Anchor): Promise<boolean>;
  /**
   * The vault was opened: introduces a new key that signs from now on, and first what was written while it was locked.
   *
   * @param isAnchored Whether the log contains what is remembered outside its database.
   * @returns why nothing is signed, for the process log; null: it is. A log that is not whole is never signed over.
   */
  opened(isAnchored?: boolean): Promise<string | null>;
  /**
   * A person takes the log as it ends here for what counts, though more is remembered of it: records their entry, lets go of checkpoints
   * over other entries than these, and introduces a new key.
   *
   * @returns as `opened`. What is there and is not whole stays unsigned.
   */
  acceptEnd(entry: AuditDraft): Promise<string | null>;
  /** How many entries the newest checkpoint covers that was made for these very entries. */
  provenEnd(): Promise<number>;
  /** Wipes the keys. */
  locked(): void;
  /** Signs what has waited for a minute, and changes the keys on a new day. `isEnd`: signs whatever is not signed. */
  tend(isEnd?: boolean): Promise<void>;
  status(): Promise<LogStatus>;
  /** Erases the bodies of entries older than a moment, in batches, each with its own entry; how many. */
  eraseBodies(before: number): Promise<number>;
  /** What proves all that the log says of a subject; null when no checkpoint covers any of it. */
  proof(subject: string): Promise<string | null>;
  /** Opens the bodies of entries; what does not open is null. */
  read(rows: readonly AuditRow[]): Promise<readonly ReadEntry[]>;
}

export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const log = await LogKeeper.open(options);
  const { database } = options;
  const { writer } = log;
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
        await database.sync();
      } catch (error) {
        throw AuditError.ofLog(error);
      }
    },
    verify: (anchors) => log.verify("seq" in anchors ? [{ kind: "head", from: "its reader", ...anchors }] : anchors),
    head: () => {
      const { seq, hash } = writer.tip.state.head;
      return { seq, hash: hex(hash) };
    },
    contains: async ({ seq, hash }) => {
      const row = await auditRowAt(database.db, seq);
      return seq === 0 || (row !== undefined && hex(row.hash) === hash);
    },
    opened: (isAnchored = true) => log.opened(isAnchored),
    acceptEnd: (entry) => log.acceptEnd(entry),
    provenEnd: () => provenEnd(database.db),
    locked: () => log.locked(),
    tend: (isEnd = false) => log.tend(isEnd),
    status: () => log.status(),
    eraseBodies: (before) => eraseBodies(writer, database.db, before),
    proof: (subject) =>
      writeProof({ orgId: options.keys?.orgId ?? "", db: database.db, bodyKeys: log.bodyKeys }, subject),
    read: (rows) => log.bodyKeys.read(rows),
  };
}

const NO_VAULT: AuditVault = {
  isOpen: () => false,
  seal: () => {
    throw new Error("internal: a log without a vault seals nothing");
  },
  open: () => {
    throw new Error("internal: a log without a vault opens nothing");
  },
  signAsAdmin: () => null,
  adminKeys: async () => [],
};

/** Joins the writer of a log with its keys. */
class LogKeeper {
  readonly writer: ChainWriter;
  readonly bodyKeys: BodyKeys;
  readonly #options: AuditLogOptions;
  readonly #parts: PeriodParts;
  #introduced: Introduced | null;

  private constructor(options: AuditLogOptions, tip: Tip, introduced: Introduced | null) {
    const { database, clock, randomBytes, keys } = options;
    const { orgId, vault } = keys ?? { orgId: "", vault: NO_VAULT };
    this.#options = options;
    this.#introduced = introduced;
    this.bodyKeys = new BodyKeys(orgId, database.db, vault);
    this.#parts = { orgId, clock, vault, randomBytes, bodyKeys: this.bodyKeys };
    const settleKeys = (now: Tip): Tip => (now.state.period === null || vault.isOpen() ? now : this.#closed(now));
    this.writer = new ChainWriter({ database, clock, settleKeys, onWritten: options.onWritten }, tip);
  }

  static async open(options: AuditLogOptions): Promise<LogKeeper> {
    const { database, keys, randomBytes } = options;
    const orgId = keys?.orgId ?? "";
    const last = await lastAuditRow(database.db);
    const checkpoint = await lastAuditCheckpoint(database.db);
    const introduced = introducedBy(await lastAuditRowOf(database.db, KEY_SUBJECT), orgId);
    const tip = new Tip(
      { orgId, randomBytes },
      {
        head: last ? { seq: last.seq, hash: last.hash } : EMPTY_CHAIN,
        range: null,
        period: null,
        leftKey: introduced?.bodyKey ?? null,
        introduced,
        signed: { size: checkpoint?.size ?? 0, signer: null },
        unsignedSince: null,
      },
    );
    return new LogKeeper(options, tip, introduced);
  }

  async verify(anchors: readonly LogAnchor[]): Promise<Verification> {
    const { orgId, vault } = this.#parts;
    const source = await logSourceOf(this.#options.database.db, orgId, await vault.adminKeys());
    return verifyLog(source, { anchors });
  }

  async opened(isAnchored: boolean): Promise<string | null> {
    const { vault, orgId } = this.#parts;
    if (!vault.isOpen() || this.writer.tip.state.period !== null) return null;
    if (!isAnchored) return "the log does not contain what is remembered outside its database";
    const { range: known, head } = this.writer.tip.state;
    const { db } = this.#options.database;
    const built = known
      ? { range: known, fault: null }
      : await buildRange(db, head, { orgId, introduced: this.#introduced });
    if (built.fault !== null) return built.fault;
    return this.#introduce(() => built.range.fork());
  }

  async acceptEnd(entry: AuditDraft): Promise<string | null> {
    const { vault, orgId } = this.#parts;
    if (!vault.isOpen()) return "the vault is locked";
    const { db } = this.#options.database;
    const size = await provenEnd(db);
    await this.writer.enqueue("durable", async (tx) => {
      await dropAuditCheckpointsOver(tx, size);
      return [entry];
    });
    this.writer.changeTip((tip) => tip.fork({ signed: { size, signer: null } }));
    const known = { orgId, introduced: this.#introduced, isEndAccepted: true };
    const { range, fault } = await buildRange(db, this.writer.tip.state.head, known);
    return fault ?? this.#introduce(() => range.fork());
  }

  locked(): void {
    this.writer.changeTip((tip) => this.#closed(tip));
    this.bodyKeys.wipe();
  }

  async tend(isEnd: boolean): Promise<void> {
    const { vault, clock } = this.#parts;
    const { period, range, unsignedSince, head, signed } = this.writer.tip.state;
    if (period === null || range === null || !vault.isOpen()) return;
    if (!isEnd && isNewDay(this.#introduced?.at ?? 0, clock.now()))
      await this.#introduce((tip) => tip.state.range?.fork() ?? range.fork());
    else if (head.seq > signed.size && (isEnd || clock.now() - (unsignedSince ?? clock.now()) >= MAX_UNSIGNED_MS))
      await this.writer.enqueue("ordered", async () => [], { isSigned: true });
  }

  async status(): Promise<LogStatus> {
    const { db } = this.#options.database;
    const { orgId, vault } = this.#parts;
    const { head, signed } = this.writer.tip.state;
    const adminKeys = (await vault.adminKeys()).toReversed();
    const newest = await lastAuditCheckpoint(db);
    const at = newest && (await auditRowAt(db, newest.size))?.at;
    return {
      entries: head.seq,
      unsigned: head.seq - signed.size,
      checkpoint: newest ? { at: at ?? 0, ...newest } : null,
      verifierKey: this.#introduced && verifierKeyText(this.#introduced.key),
      keySince: this.#introduced?.at ?? null,
      adminKeys: adminKeys.map((publicKey) => verifierKeyText({ name: adminNameOf(orgId), publicKey })),
      erasedBodies: await erasedAuditCount(db),
    };
  }

  async #introduce(rangeFor: (tip: Tip) => NonNullable<Tip["state"]["range"]>): Promise<string | null> {
    let next: NextPeriod | null = null;
    const introduced = this.#introduced;
    await this.writer.enqueue(
      "durable",
      async (tx, tip) => {
        next = this.#parts.vault.isOpen()
          ? await nextPeriod(this.#parts, tx, tip, { introduced, range: rangeFor(tip) })
          : null;
        return next === null ? [] : [next.draft];
      },
      {
        after: (tip) => {
          if (next !== null) tip.enter(next.period, next.introduction);
        },
        isSigned: true,
      },
    );
    const { head, introduced: now } = this.writer.tip.state;
    const row = await lastAuditRowOf(this.#options.database.db, KEY_SUBJECT);
    this.#introduced = introducedBy(row, this.#parts.orgId);
    if (
      now === null ||
      this.#introduced === null ||
      head.seq < this.#introduced.seq ||
      this.writer.tip.state.period === null
    )
      return "its present key is not there, and no admin has opened the vault";
    return null;
  }

  /** Without its keys: what comes now is sealed to the public half, and signed at the next unlock. */
  #closed(tip: Tip): Tip {
    const { period } = tip.state;
    if (period) period.end.isOver = true;
    period?.bodyKey.sealKey.fill(0);
    this.bodyKeys.wipe();
    return tip.fork({ period: null });
  }
}

function introducedBy(row: AuditRow | undefined, orgId: string): Introduced | null {
  const found = row?.body ? parseIntroduction(readClearBody(row.body), orgId) : null;
  return row === undefined || found === null
    ? null
    : { number: found.number, key: found.key, bodyKey: found.bodyKey, at: row.at, seq: row.seq };
}
