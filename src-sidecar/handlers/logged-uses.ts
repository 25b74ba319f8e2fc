import * as z from "zod";
import type { AuditLog } from "../audit/index.ts";
import { auditRowsOf, auditRowsThrough, type OrgDb } from "../store/index.ts";

const PAGE = 1_000;

const sent = z.object({
  reason: z.object({ standingId: z.string().optional(), scopeId: z.string().optional() }),
});

/**
 * How often the log says that each yes in advance was used: calls that were sent and whose verdict rests on it. Rows of the database can
 * be written from outside; the log cannot without being noticed. Needs an open vault, and leaves out what was erased.
 */
export async function loggedUses(
  { db, audit }: { readonly db: OrgDb; readonly audit: Pick<AuditLog, "read"> },
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>(ids.map((id) => [id, 0]));
  let after = await beforeFirst(db, ids);
  for (;;) {
    const rows =
      ids.length === 0 ? [] : await auditRowsThrough(db, { actionsLike: ["call.sent"] }, { after, limit: PAGE });
    const last = rows.at(-1);
    if (!last) return uses;
    for (const { detail } of await audit.read(rows)) {
      const parsed = sent.safeParse(detail);
      const id = parsed.data?.reason.standingId ?? parsed.data?.reason.scopeId ?? "";
      const known = uses.get(id);
      if (known !== undefined) uses.set(id, known + 1);
    }
    after = last.seq;
    await new Promise<void>((resolve) => setImmediate(resolve)); // A long log must not hold up everything else.
  }
}

/** The number of the first entry that any of them can have left, less one. */
async function beforeFirst(db: OrgDb, ids: readonly string[]): Promise<number> {
  let first = Number.MAX_SAFE_INTEGER;
  for (const id of ids) first = Math.min(first, (await auditRowsOf(db, id))[0]?.seq ?? 0);
  return first;
}
