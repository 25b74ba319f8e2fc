import { sql, type RawBuilder } from "kysely";
import type { CallId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { CallRow } from "./tables.ts";

/** The columns that hold envelopes. */
export const BODY_COLUMNS = ["proposed", "executed", "result", "held", "notice", "votes"] as const;
export type BodyColumn = (typeof BODY_COLUMNS)[number];

/** Which version of the key each body of a call is under; absent where there is no body. */
export interface BodyVersions {
  readonly id: CallId;
  readonly versions: Partial<Readonly<Record<BodyColumn, number>>>;
  /** Of all its bodies together. */
  readonly bytes: number;
}

/** What envelopes say of themselves, calls in order of their ids; `after`: the last one that was seen. */
export async function bodyVersions(db: OrgDb, after: CallId | null, limit: number): Promise<readonly BodyVersions[]> {
  const rows = await db
    .selectFrom("call")
    .select([
      "id",
      ...BODY_COLUMNS.map((column) => versionIn(column).as(column)),
      sumOf((column) => sql<number>`coalesce(length(${sql.ref(column)}), 0)`).as("bytes"),
    ])
    .where("id", ">", after ?? ("" as CallId)) // Before the first one.
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id, bytes, ...columns }) => {
    const versions: Partial<Record<BodyColumn, number>> = {};
    for (const column of BODY_COLUMNS) {
      const text = columns[column];
      if (text !== "") versions[column] = Number.parseInt(text, 16);
    }
    return { id, versions, bytes };
  });
}

/** How many bodies there are. */
export async function bodyCount(db: OrgDb): Promise<number> {
  const count = sumOf((column) => sql<number>`count(${sql.ref(column)})`).as("count");
  const row = await db.selectFrom("call").select(count).executeTakeFirstOrThrow();
  return row.count;
}

/** The bodies of these calls. */
export async function bodiesOf(
  db: OrgDb,
  ids: readonly CallId[],
): Promise<readonly Pick<CallRow, "id" | BodyColumn>[]> {
  return db
    .selectFrom("call")
    .select(["id", ...BODY_COLUMNS])
    .where("id", "in", ids)
    .execute();
}

/** Decisions of calls that have not ended. */
export async function openDecisions(db: OrgDb): Promise<readonly { readonly id: CallId; readonly decision: string }[]> {
  const rows = await db
    .selectFrom("call")
    .select(["id", "decision"])
    .where("ended_at", "is", null)
    .where("decision", "is not", null)
    .execute();
  return rows.flatMap(({ id, decision }) => (decision === null ? [] : [{ id, decision }]));
}

/** Puts envelopes in the place of those of a call. */
export async function replaceBodies(
  tx: OrgDb,
  id: CallId,
  bodies: Partial<Pick<CallRow, BodyColumn | "decision">>,
): Promise<void> {
  if (Object.keys(bodies).length > 0) await tx.updateTable("call").set(bodies).where("id", "=", id).execute();
}

// Bytes 8 to 11 of an envelope are the version of its key: vault/FORMAT.md.
function versionIn(column: BodyColumn) {
  return sql<string>`hex(substr(${sql.ref(column)}, 9, 4))`;
}

function sumOf(term: (column: BodyColumn) => RawBuilder<number>): RawBuilder<number> {
  return sql<number>`${sql.join(BODY_COLUMNS.map(term), sql` + `)}`;
}
