import { sql } from "kysely";
import type { CallStateKind } from "../../src-contract/call.ts";
import type { CallId, ConnectorId, KeyId, SessionId, ToolId } from "../../src-contract/ids.ts";
import type { BodyColumn } from "./body-rows.ts";
import { runAtOnce } from "./dialect.ts";
import type { OrgDb } from "./recorder.ts";
import type { CallRow } from "./tables.ts";

/** What a new call is written with; all other columns are empty until something happens. */
const COLUMNS = [
  "id",
  "session_id",
  "key_id",
  "member_id",
  "connector_id",
  "tool_id",
  "connector_name",
  "tool_name",
  "exposed_name",
  "asker_name",
  "state",
  "risk_class",
  "verdict",
  "digest",
  "executed_digest",
  "definition_digest",
  "shown",
  "decision",
  "decided_by",
  "failure",
  "redactions",
  "redaction_count",
  "proposed",
  "executed",
  "result",
  "result_bytes",
  "received_at",
  "expires_at",
  "sent_at",
  "ended_at",
] as const satisfies readonly (keyof CallRow)[];

const INSERT = `insert into call (${COLUMNS.join(", ")}) values (${COLUMNS.map(() => "?").join(", ")})`;

/** A call as it is first written. */
export type NewCallRow = Pick<CallRow, (typeof COLUMNS)[number]>;

/** Writes a new call. On the path of every call, so its statement is ready-made. */
export function insertCall(tx: OrgDb, row: NewCallRow): void {
  const values = COLUMNS.map((column) => row[column]);
  runAtOnce(tx, INSERT, values);
}

/** How a call ended. */
export type CallEnd = Pick<
  CallRow,
  "state" | "failure" | "redactions" | "redaction_count" | "result" | "result_bytes" | "notice" | "ended_at"
>;

const END =
  "update call set state = ?, failure = ?, redactions = ?, redaction_count = ?, result = ?, result_bytes = ?, notice = ?, ended_at = ? where id = ? and ended_at is null";

/** Ends a call that has not ended. On the path of every call. @returns whether there was one. */
export function endCall(tx: OrgDb, id: CallId, end: CallEnd): boolean {
  const values = [
    end.state,
    end.failure,
    end.redactions,
    end.redaction_count,
    end.result,
    end.result_bytes,
    end.notice,
    end.ended_at,
    id,
  ];
  return runAtOnce(tx, END, values) === 1;
}

/** What the steps of a call leave in its row. */
type CallSteps = Pick<
  CallRow,
  | "state"
  | "decision"
  | "decided_by"
  | "executed"
  | "executed_digest"
  | "votes"
  | "sent_at"
  | "answered_at"
  | "expires_at"
  | "held"
  | "result"
  | "result_bytes"
  | "notice"
  | "redactions"
  | "redaction_count"
  | "review"
  | "ended_at"
  | "failure"
>;

/** Moves a call from one state to another with what belongs to that step. @returns false when it was in another state. */
export async function moveCall(
  tx: OrgDb,
  id: CallId,
  from: CallStateKind,
  patch: Partial<CallSteps>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("call")
    .set(patch)
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Puts something else in the place of what a waiting call shows. @returns false when it waits no more, or somebody has said yes to it. */
export async function showCallAnew(tx: OrgDb, id: CallId, shown: Pick<CallRow, "digest" | "shown">): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("call")
    .set(shown)
    .where("id", "=", id)
    .where("state", "=", "awaiting")
    .where("votes", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function callById(db: OrgDb, id: CallId): Promise<CallRow | undefined> {
  return db.selectFrom("call").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Calls that have not ended, oldest first. */
export async function openCalls(db: OrgDb): Promise<readonly CallRow[]> {
  return db.selectFrom("call").selectAll().where("ended_at", "is", null).orderBy("id").execute();
}

/** Calls that one key asked for and whose outcome may still be wanted, newest first. */
export async function recentCallsOfKey(
  db: OrgDb,
  keyId: KeyId,
  since: number,
  limit: number,
): Promise<readonly CallRow[]> {
  return db
    .selectFrom("call")
    .selectAll()
    .where("key_id", "=", keyId)
    .where("received_at", ">=", since)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Filters of the activity list. */
export interface CallFilter {
  readonly states?: readonly CallStateKind[] | undefined;
  readonly connectorId?: ConnectorId | undefined;
  readonly sessionId?: SessionId | undefined;
  readonly text?: string | undefined;
  readonly before?: CallId | undefined;
  readonly limit: number;
}

/** Everything of a call but its bodies. */
export type CallFacts = Omit<CallRow, BodyColumn>;

const FACTS = [
  ...COLUMNS.filter((column) => column !== "proposed" && column !== "executed" && column !== "result"),
  "review",
  "answered_at",
] as const;

/** Calls newest first. Ids are UUIDv7, so their order is that of receipt. */
export async function callsBefore(db: OrgDb, filter: CallFilter): Promise<readonly CallFacts[]> {
  let query = db.selectFrom("call").select(FACTS).orderBy("id", "desc").limit(filter.limit);
  if (filter.states) query = query.where("state", "in", filter.states);
  if (filter.connectorId) query = query.where("connector_id", "=", filter.connectorId);
  if (filter.sessionId) query = query.where("session_id", "=", filter.sessionId);
  if (filter.before) query = query.where("id", "<", filter.before);
  for (const word of filter.text?.split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(
      sql<boolean>`(connector_name || ' ' || tool_name || ' ' || asker_name || ' ' || state) like ${pattern} escape '\\'`,
    );
  }
  return query.execute();
}

/** The newest call of a tool that a person approved, other than `except`. */
export async function lastApprovedCall(db: OrgDb, toolId: ToolId, except: CallId): Promise<CallRow | undefined> {
  return db
    .selectFrom("call")
    .selectAll()
    .where("tool_id", "=", toolId)
    .where("id", "!=", except)
    .where("decided_by", "is not", null)
    .where("sent_at", "is not", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** How often a tool was called before, in all and with one key. */
export async function countCallsOfTool(
  db: OrgDb,
  toolId: ToolId,
  keyId: KeyId | null,
): Promise<{ readonly all: number; readonly byKey: number }> {
  const row = await db
    .selectFrom("call")
    .select((e) => [
      e.fn.countAll<number>().as("all"),
      e.fn.sum<number>(e.case().when("key_id", "is", keyId).then(1).else(0).end()).as("byKey"),
    ])
    .where("tool_id", "=", toolId)
    .where("sent_at", "is not", null)
    .executeTakeFirst();
  return { all: Number(row?.all ?? 0), byKey: Number(row?.byKey ?? 0) };
}

/** Erases the bodies of at most `limit` calls that ended before a moment. Their facts and their audit entries stay. */
export async function eraseCallBodies(tx: OrgDb, endedBefore: number, limit: number): Promise<number> {
  const old = tx
    .selectFrom("call")
    .select("id")
    .where("ended_at", "<", endedBefore)
    .where("proposed", "is not", null)
    .limit(limit);
  const { numUpdatedRows } = await tx
    .updateTable("call")
    .set({ proposed: null, executed: null, result: null, held: null, notice: null })
    .where("id", "in", old)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** When each connector was last called. */
export async function lastCallTimes(db: OrgDb): Promise<readonly (readonly [ConnectorId, number])[]> {
  const rows = await db
    .selectFrom("call")
    .select((e) => ["connector_id", e.fn.max("sent_at").as("at")])
    .where("sent_at", "is not", null)
    .groupBy("connector_id")
    .execute();
  return rows.map((row) => [row.connector_id, Number(row.at)] as const);
}

/** How many calls and results wait for a person. */
export async function waitingCallCount(db: OrgDb): Promise<number> {
  const row = await db
    .selectFrom("call")
    .select((e) => e.fn.countAll<number>().as("count"))
    .where("ended_at", "is", null)
    .where("state", "in", ["awaiting", "reviewing"])
    .executeTakeFirstOrThrow();
  return row.count;
}
