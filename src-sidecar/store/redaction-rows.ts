import { sql } from "kysely";
import type { OrgDb } from "./recorder.ts";

/** How often one kind was removed from results, and when last. */
export interface RedactionCountRow {
  readonly kind: string;
  readonly count: number;
  readonly last_at: number;
}

/** What was removed from the results of calls that ended since then, most often first. */
export async function redactionCountsSince(db: OrgDb, since: number): Promise<readonly RedactionCountRow[]> {
  const { rows } = await sql<RedactionCountRow>`
    select note.value ->> '$.kind' as kind, count(*) as count, max(call.ended_at) as last_at
    from call, json_each(call.redactions) as note
    where call.redaction_count > 0 and call.ended_at >= ${since}
    group by 1 order by 2 desc, 1
  `.execute(db);
  return rows;
}
