import {
  auditCheckpoints,
  auditHashesAfter,
  auditRowsAfter,
  lastAuditCheckpoint,
  lastAuditRow,
  type OrgDb,
} from "../store/index.ts";
import { CompactRange } from "./merkle.ts";
import { originOf, readCheckpoint, type VerifierKey } from "./note.ts";
import { bodyForm } from "./body.ts";
import { bodyHash, entryHash, isSame, type ChainHead } from "./chain.ts";
import { ROUTINE_ACTIONS } from "./routine.ts";

const PAGE = 5_000;

/** The tree of a log up to some entry, and why nothing may be signed over it; null: it may. */
export interface BuiltRange {
  readonly range: CompactRange;
  readonly fault: string | null;
}

/** What is known of a log beside its rows. */
interface KnownOfLog {
  readonly orgId: string;
  /** The key that was introduced last, and by which entry. */
  readonly introduced: { readonly key: VerifierKey; readonly seq: number } | null;
  /** Whether an admin accepted that its end is lost: the checkpoint over what is left of it may be lost with it. */
  readonly isEndAccepted?: boolean;
}

/**
 * Builds the tree over the log as it stands, and holds it against the newest checkpoint. What comes after that one is looked at entry by
 * entry: a key must never sign what somebody else put there.
 */
export async function buildRange(
  db: OrgDb,
  head: ChainHead,
  { orgId, introduced, isEndAccepted = false }: KnownOfLog,
): Promise<BuiltRange> {
  const newest = await lastAuditCheckpoint(db);
  const read = newest && readCheckpoint(newest.note);
  const range = new CompactRange();
  const isUncovered = newest === undefined && introduced !== null && !isEndAccepted;
  let fault: string | null = isUncovered ? "its checkpoints are gone" : null;
  if (newest && (introduced === null || newest.size < introduced.seq || newest.size > head.seq || !read))
    fault = "its newest checkpoint is not one of it";
  await extendRange(db, range, Math.min(newest?.size ?? 0, head.seq));
  if (fault === null && read && introduced) {
    const { origin, size, root } = read.checkpoint;
    const isIts = origin === originOf(orgId) && size === newest?.size && isSame(root, range.root());
    if (!isIts || !read.isSignedBy(introduced.key)) fault = "its newest checkpoint was made for other entries";
  }
  fault ??= await tailFault(db, range, head, isEndAccepted);
  await extendRange(db, range, head.seq);
  return { range, fault };
}

/** How many entries the newest checkpoint covers that was made for what is stored; 0: none was. */
export async function provenEnd(db: OrgDb): Promise<number> {
  const range = new CompactRange();
  const last = (await lastAuditRow(db))?.seq ?? 0;
  let proven = 0;
  for (const { size, note } of await auditCheckpoints(db)) {
    if (size > last) break;
    await extendRange(db, range, size);
    const root = readCheckpoint(note)?.checkpoint.root;
    if (root === undefined || !isSame(root, range.root())) break;
    proven = size;
  }
  return proven;
}

/** Appends what is stored up to an entry. */
export async function extendRange(db: OrgDb, range: CompactRange, upTo: number): Promise<void> {
  while (range.size < upTo) {
    const page = await auditHashesAfter(db, range.size, Math.min(PAGE, upTo - range.size));
    if (page.length === 0) throw new Error("internal: the log is shorter than its head says");
    for (const { seq, hash } of page) {
      if (seq !== range.size + 1) throw new Error("internal: the log has a gap");
      range.append(hash);
    }
    await new Promise<void>((resolve) => setImmediate(resolve)); // A long log must not hold up calls.
  }
}

async function tailFault(
  db: OrgDb,
  range: CompactRange,
  head: ChainHead,
  isEndAccepted: boolean,
): Promise<string | null> {
  let after = range.size;
  let prev: Uint8Array | null = null;
  while (after < head.seq) {
    const page = await auditRowsAfter(db, after, PAGE);
    if (page.length === 0) return "entries are missing";
    for (const row of page.filter(({ seq }) => seq <= head.seq)) {
      if (row.seq !== after + 1 || (prev && !isSame(row.prev, prev))) return `entry ${after + 1} is missing`;
      if (!isSame(row.hash, entryHash(row))) return `entry ${row.seq} was changed`;
      if (row.salt && row.body && !isSame(row.body_hash, bodyHash(row.salt, row.body)))
        return `the body of entry ${row.seq} was changed`;
      const form = row.body && bodyForm(row.body);
      const wasSigned = form?.kind === "sealed" && !form.isLeft && !ROUTINE_ACTIONS.has(row.action);
      if (wasSigned && !isEndAccepted)
        return `entry ${row.seq} was signed when it was written, and its checkpoint is gone`;
      prev = row.hash;
      after = row.seq;
    }
    if ((page.at(-1)?.seq ?? 0) >= head.seq) break;
  }
  return null;
}
