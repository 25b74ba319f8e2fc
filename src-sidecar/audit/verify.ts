import {
  auditCheckpoints,
  auditRowsAfter,
  lastAuditRow,
  type AuditCheckpointRow,
  type AuditRow,
  type OrgDb,
} from "../store/index.ts";
import { bodyForm, readClearBody } from "./body.ts";
import { bodyHash, EMPTY_CHAIN, entryHash, hex, isSame, type ChainHead } from "./chain.ts";
import { isIntroduced, KEY_INTRODUCED, KEY_SUBJECT, parseIntroduction, type Introduction } from "./introduction.ts";
import { CompactRange } from "./merkle.ts";
import { originOf, readCheckpoint, verifierKeyText } from "./note.ts";
import { BODIES_ERASED, ROUTINE_ACTIONS } from "./routine.ts";

/** What a check of a log found. `atSeq` is the first entry that is not what was written. */
export type Verification =
  | {
      readonly kind: "intact";
      readonly entries: number;
      readonly head: string;
      /** RFC 6962, in hex. */
      readonly root: string;
      /** How many of the first entries the newest checkpoint covers. */
      readonly signed: number;
      readonly checkpoints: number;
      readonly keys: number;
      /** The key that was introduced last. */
      readonly verifierKey: string | null;
      readonly erased: number;
      readonly anchors: number;
    }
  | { readonly kind: "broken"; readonly entries: number; readonly atSeq: number; readonly reason: string };

/** A point that the log must contain: remembered outside its database. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

/** A point that the log must contain. `from`: who remembered it, for people. */
export type LogAnchor =
  | ({ readonly kind: "head"; readonly from: string } & Anchor)
  | { readonly kind: "checkpoint"; readonly from: string; readonly note: string };

/** A log and what is needed to prove it. */
export interface LogSource {
  readonly orgId: string;
  readonly pages: AsyncIterable<readonly AuditRow[]>;
  /** In the order of their sizes. */
  readonly checkpoints: readonly AuditCheckpointRow[];
  /** Every admin key that the organization had; none for one without a vault. */
  readonly adminKeys: readonly Uint8Array[];
}

export interface VerifyOptions {
  readonly anchors?: readonly LogAnchor[];
  /** Told now and then how many entries were looked at. */
  readonly onProgress?: (entries: number) => void;
}

const PAGE = 2_000;

/** Rows of a log in order, a page at a time; none after `until`. */
export async function* pagesOf(db: OrgDb, until = Infinity): AsyncGenerator<readonly AuditRow[]> {
  let seq = 0;
  for (;;) {
    const page = (await auditRowsAfter(db, seq, PAGE)).filter((row) => row.seq <= until);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    seq = last.seq;
    await new Promise<void>((resolve) => setImmediate(resolve)); // A long log must not hold up calls.
  }
}

/** The log of a database as it is now: what is written while it is looked at has its checkpoint after these. */
export async function logSourceOf(db: OrgDb, orgId: string, adminKeys: readonly Uint8Array[]): Promise<LogSource> {
  const last = await lastAuditRow(db); // First: the checkpoints read after it cover it, if any does.
  const checkpoints = await auditCheckpoints(db);
  const until = Math.max(last?.seq ?? 0, checkpoints.at(-1)?.size ?? 0);
  return { orgId, adminKeys, pages: pagesOf(db, until), checkpoints };
}

/**
 * Checks a log from its first entry to its last: numbering, bodies, links, the tree, every introduction of a key, every checkpoint, what
 * was erased, and every anchor. Needs no key of the vault.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions = {}): Promise<Verification> {
  const check = new LogCheck(source, options.anchors ?? []);
  try {
    check.before();
    for await (const page of source.pages) {
      for (const row of page) check.entry(row);
      options.onProgress?.(check.entries);
    }
    return check.end();
  } catch (error) {
    if (error instanceof Fault)
      return { kind: "broken", entries: check.entries, atSeq: error.seq, reason: error.message };
    throw error;
  }
}

/** Where a log is not what was written, and why. `verifyLog` makes a finding of it. */
export class Fault extends Error {
  readonly seq: number;

  constructor(seq: number, reason: string) {
    super(reason);
    this.seq = seq;
  }
}

/** A point at which the tree's root must be a certain one. */
interface Mark {
  readonly size: number;
  readonly check: (root: Uint8Array, hash: Uint8Array) => void;
}

/** One check under way: entries are given to it in order. What it refuses leaves it as it was. */
export class LogCheck {
  readonly #source: LogSource;
  readonly #range = new CompactRange();
  readonly #marks: Mark[];
  readonly #anchors: number;
  #head: ChainHead = EMPTY_CHAIN;
  #introduced: Introduction | null = null;
  /** The newest entry that has to be covered by a checkpoint. */
  #owed = 0;
  #signed = 0;
  #erased = 0;
  #erasedUpTo = 0;
  /** Entries without a body that nothing has accounted for yet: the first of each stretch, and the last. */
  #gaps: { readonly from: number; to: number }[] = [];
  #nextMark = 0;

  constructor(source: LogSource, anchors: readonly LogAnchor[]) {
    this.#source = source;
    this.#anchors = anchors.length;
    const marks = [
      ...source.checkpoints.map((row) => this.#markOf(row)),
      ...anchors.map((one) => this.#anchorMark(one)),
    ];
    this.#marks = marks.sort((a, b) => a.size - b.size);
  }

  get entries(): number {
    return this.#head.seq;
  }

  /** What must hold of no entries at all. */
  before(): void {
    this.#checkMarks();
  }

  entry(row: AuditRow): void {
    this.#chain(row);
    if (row.subject === KEY_SUBJECT || row.action === KEY_INTRODUCED) this.#introduce(row);
    else this.#body(row);
    this.#head = { seq: row.seq, hash: row.hash };
    this.#range.append(row.hash);
    this.#checkMarks();
  }

  end(): Verification {
    const { seq, hash } = this.#head;
    const missing = this.#marks[this.#nextMark];
    if (missing) throw new Fault(seq + 1, `Entries are missing at the end: the log once had ${missing.size}.`);
    if (this.#owed > this.#signed)
      throw new Fault(this.#signed + 1, `Checkpoints are missing: entry ${this.#owed} was signed when it was written.`);
    const gap = this.#gaps.find(({ to }) => to > this.#erasedUpTo);
    if (gap) throw new Fault(Math.max(gap.from, this.#erasedUpTo + 1), "A body is missing that was never erased.");
    return {
      kind: "intact",
      entries: seq,
      head: hex(hash),
      root: hex(this.#range.root()),
      signed: this.#signed,
      checkpoints: this.#source.checkpoints.length,
      keys: this.#introduced?.number ?? 0,
      verifierKey: this.#introduced && verifierKeyText(this.#introduced.key),
      erased: this.#erased,
      anchors: this.#anchors,
    };
  }

  #chain(row: AuditRow): void {
    const { seq, hash } = this.#head;
    if (row.seq !== seq + 1) throw new Fault(seq + 1, `Entry ${seq + 1} is missing.`);
    const fail = (reason: string) => new Fault(row.seq, reason);
    if (!isSame(row.prev, hash)) throw fail(`Entry ${row.seq} does not follow the entry before it.`);
    if ((row.salt === null) !== (row.body === null)) throw fail(`The body of entry ${row.seq} was changed.`);
    if (row.salt !== null && row.body !== null && !isSame(row.body_hash, bodyHash(row.salt, row.body)))
      throw fail(`The body of entry ${row.seq} was changed.`);
    if (!isSame(row.hash, entryHash(row))) throw fail(`Entry ${row.seq} was changed.`);
  }

  #body({ seq, action, body }: AuditRow): void {
    if (body === null) {
      this.#erased += 1;
      const last = this.#gaps.at(-1);
      if (last?.to === seq - 1) last.to = seq;
      else this.#gaps.push({ from: seq, to: seq });
      return;
    }
    if (action === BODIES_ERASED) {
      const upTo = readClearBody(body)?.["upTo"];
      if (typeof upTo === "number" && upTo < seq) this.#erasedUpTo = Math.max(this.#erasedUpTo, upTo);
    }
    const form = bodyForm(body);
    // What was sealed with the vault open was signed in the same step, unless it was of no consequence.
    const isOpen = form.kind === "sealed" && !form.isLeft;
    if (isOpen && !ROUTINE_ACTIONS.has(action)) this.#owed = seq;
  }

  #introduce(row: AuditRow): void {
    const { orgId, adminKeys } = this.#source;
    const fail = (reason: string) => new Fault(row.seq, `Entry ${row.seq} introduces a key, but ${reason}.`);
    const found = row.body === null ? null : parseIntroduction(readClearBody(row.body), orgId);
    if (found === null || row.action !== KEY_INTRODUCED || row.subject !== KEY_SUBJECT) throw fail("it is not whole");
    if (found.number !== (this.#introduced?.number ?? 0) + 1) throw fail("one before it is missing");
    const isHere = found.size === row.seq - 1 && isSame(found.root, this.#range.root());
    if (!isHere) throw fail("it was made for another log");
    if (!isIntroduced(orgId, found, this.#introduced?.key ?? null, adminKeys))
      throw fail("neither the key before it nor an admin has signed it");
    this.#introduced = found;
    this.#owed = row.seq;
  }

  #checkMarks(): void {
    for (;;) {
      const mark = this.#marks[this.#nextMark];
      if (mark === undefined || mark.size > this.#head.seq) return;
      mark.check(this.#range.root(), this.#head.hash);
      this.#nextMark += 1;
    }
  }

  #markOf({ size, note }: AuditCheckpointRow): Mark {
    return {
      size,
      check: (root) => {
        const fail = (reason: string) => new Fault(size, `The checkpoint over ${size} entries ${reason}.`);
        const read = readCheckpoint(note);
        if (read === null) throw fail("cannot be read");
        const { origin, size: signedSize, root: signedRoot } = read.checkpoint;
        if (origin !== originOf(this.#source.orgId) || signedSize !== size) throw fail("is another log's");
        if (this.#introduced === null || !read.isSignedBy(this.#introduced.key))
          throw fail("is not signed by the key of that time");
        if (!isSame(signedRoot, root)) throw fail("was made for other entries");
        this.#signed = size;
      },
    };
  }

  #anchorMark(anchor: LogAnchor): Mark {
    const rewritten = (size: number) =>
      new Fault(size, `The log was rewritten: it does not contain what ${anchor.from} remembers of it.`);
    if (anchor.kind === "head") {
      const { seq, hash } = anchor;
      return {
        size: seq,
        check: (_root, found) => {
          if (seq > 0 && hex(found) !== hash) throw rewritten(seq);
        },
      };
    }
    const read = readCheckpoint(anchor.note)?.checkpoint;
    const size = read?.size ?? 0;
    return {
      size,
      check: (root) => {
        if (read === undefined) throw new Fault(1, `What ${anchor.from} remembers of the log cannot be read.`);
        if (read.origin !== originOf(this.#source.orgId))
          throw new Fault(1, `What ${anchor.from} holds is another log's.`);
        if (!isSame(read.root, root)) throw rewritten(size);
      },
    };
  }
}
