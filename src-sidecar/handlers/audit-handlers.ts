import type { AuditEntry, AuditFilter, AuditVerification } from "../../src-contract/audit.ts";
import type { Digest } from "../../src-contract/ids.ts";
import { CSV_HEAD, csvLine, entryLine, patternsOf, type ReadEntry } from "../audit/index.ts";
import { contractError } from "../rpc/index.ts";
import {
  auditCount,
  auditCountsByTime,
  auditRowsBefore,
  auditRowsThrough,
  type AuditRowFilter,
} from "../store/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { acceptLoss, lossOf } from "./log-loss.ts";
import type { Org, Studio } from "./org.ts";

const EXPORT_PAGE = 500;

/** The audit log, as people read, prove and export it. */
export function auditHandlers(os: Implementer, studio: Studio) {
  const { audit } = os;
  return {
    list: audit.list.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { before, limit } = input;
      const rows = await auditRowsBefore(org.db, { ...rowFilterOf(input), before, limit: limit + 1 });
      const entries = await org.audit.read(rows.slice(0, limit));
      const mayRead = mayReadBodies(org, context);
      return { entries: entries.map((one) => entryOf(one, mayRead)), hasMore: rows.length > limit };
    }),
    timeline: audit.timeline.handler(async ({ input, context }) => {
      const { from, to, buckets } = input;
      const bucketMs = Math.max(1, Math.ceil((to - from + 1) / buckets));
      const counts = Array.from({ length: buckets }, () => 0);
      const { db } = orgOf(studio, context);
      for (const { bucket, count } of await auditCountsByTime(db, rowFilterOf(input), { from, bucketMs }))
        if (bucket in counts) counts[bucket] = count;
      return { from, bucketMs, counts };
    }),
    status: audit.status.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const status = await org.audit.status();
      return { ...status, adminKeys: [...status.adminKeys], loss: await lossOf(org) };
    }),
    verify: audit.verify.handler(async ({ context }): Promise<AuditVerification> => {
      const startedAt = performance.now();
      const found = await orgOf(studio, context).verifyAudit();
      if (found.kind === "broken") return found;
      const { entries, signed, checkpoints } = found;
      const tookMs = Math.round(performance.now() - startedAt);
      return {
        kind: "intact",
        entries,
        head: digestOf(found.head),
        root: digestOf(found.root),
        signed,
        checkpoints,
        tookMs,
      };
    }),
    acceptLoss: audit.acceptLoss.handler(({ input, context }) => acceptLoss(studio, context, input)),
    export: audit.export.handler(({ input, context, signal }) => {
      const org = orgOf(studio, context);
      const isTable = input.format === "csv";
      return exportPieces(org, rowFilterOf(input), { isTable, mayRead: mayReadBodies(org, context), signal });
    }),
    proof: audit.proof.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      if (!mayReadBodies(org, context))
        throw contractError("forbidden", "A proof shows what was decided: it is for those who may read it.");
      actorOf(context);
      await org.audit.tend(true); // What was decided a moment ago is to be in it.
      const text = await org.audit.proof(input.callId);
      if (text === null) throw contractError("not_found", "The log has no signed entry of this call.");
      return { fileName: `gatehouse-proof-${input.callId}.json`, text };
    }),
  };
}

/** Admins read what entries say; operators where the organization lets them read payloads. */
function mayReadBodies({ access }: Org, { seat }: HandlerContext): boolean {
  const role = seat.signedIn?.member.role;
  return role === "admin" || (role === "operator" && access.settings.get().payloadsFor === "operators");
}

function rowFilterOf({ kind, text, actor, subject, from, to }: Omit<AuditFilter, "before" | "limit">): AuditRowFilter {
  return { ...patternsOf(kind), text, actor, subject, from, to };
}

function entryOf({ seq, at, actor, action, subject, detail, isErased, hash }: ReadEntry, mayRead: boolean): AuditEntry {
  const hex = Buffer.from(hash).toString("hex");
  return { seq, at, actor, action, subject, detail: mayRead ? detail : null, isErased, hash: digestOf(hex) };
}

function digestOf(hex: string): Digest {
  return hex as Digest; // A SHA-256 in lower-case hex.
}

async function* exportPieces(
  org: Org,
  filter: AuditRowFilter,
  {
    isTable,
    mayRead,
    signal,
  }: { readonly isTable: boolean; readonly mayRead: boolean; readonly signal: AbortSignal | undefined },
) {
  // Up to where the log was when it was asked for: a log that goes on would never end.
  const last = org.audit.head().seq;
  const total = await auditCount(org.db, filter);
  let done = 0;
  if (isTable) yield { text: CSV_HEAD, done, total };
  for (let after = 0; after < last;) {
    if (signal?.aborted === true) return;
    const page = await auditRowsThrough(org.db, filter, { after, limit: EXPORT_PAGE });
    const rows = page.filter(({ seq }) => seq <= last);
    const read = mayRead ? await org.audit.read(rows) : [];
    const line = isTable ? csvLine : entryLine;
    done += rows.length;
    if (rows.length > 0) yield { text: rows.map((row, index) => line(row, read[index] ?? null)).join(""), done, total };
    const end = page.at(-1)?.seq;
    if (end === undefined || page.length < EXPORT_PAGE) return;
    after = end;
  }
}
