import { bodyHash, EMPTY_CHAIN, entryHash, hex, type ChainHead } from "./chain.ts";
import type { AuditRow } from "../store/index.ts";

/** What a check of a log found. `atSeq` is the first entry that is not what was written. */
export type Verification =
  | { readonly kind: "intact"; readonly entries: number; readonly head: string }
  | { readonly kind: "broken"; readonly entries: number; readonly atSeq: number; readonly reason: string };

/** A point that the log must contain: remembered outside its database. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Checks a log from its first entry to its last: numbering, every body, every link, and the anchor.
 *
 * @param pages The rows in order, in pages of any size.
 */
export async function verifyChain(
  pages: AsyncIterable<readonly AuditRow[]>,
  anchor: Anchor | null,
): Promise<Verification> {
  let head: ChainHead = EMPTY_CHAIN;
  let isAnchored = anchor === null || anchor.seq === 0;
  for await (const page of pages) {
    for (const row of page) {
      const fault = faultOf(row, head);
      if (fault !== null) return { kind: "broken", entries: head.seq, atSeq: head.seq + 1, reason: fault };
      head = { seq: row.seq, hash: row.hash };
      if (anchor?.seq === row.seq) {
        if (anchor.hash !== hex(row.hash))
          return {
            kind: "broken",
            entries: head.seq,
            atSeq: row.seq,
            reason: "The log was rewritten: it does not contain the entry that was remembered outside its database.",
          };
        isAnchored = true;
      }
    }
  }
  if (!isAnchored)
    return {
      kind: "broken",
      entries: head.seq,
      atSeq: head.seq + 1,
      reason: `Entries are missing at the end: the log once had ${anchor?.seq ?? 0}.`,
    };
  return { kind: "intact", entries: head.seq, head: hex(head.hash) };
}

function faultOf(row: AuditRow, head: ChainHead): string | null {
  if (row.seq !== head.seq + 1) return `Entry ${head.seq + 1} is missing.`;
  if (!isSame(row.prev, head.hash)) return `Entry ${row.seq} does not follow the entry before it.`;
  if (!isSame(row.body_hash, bodyHash(row.salt, row.body))) return `The body of entry ${row.seq} was changed.`;
  if (!isSame(row.hash, entryHash(row))) return `Entry ${row.seq} was changed.`;
  return null;
}

// Nothing here is secret, so the comparison need not be constant-time.
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
