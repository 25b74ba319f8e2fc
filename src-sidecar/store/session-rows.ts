import type { CallStateKind } from "../../src-contract/call.ts";
import type { KeyId, SessionId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { AgentSessionRow } from "./tables.ts";

/** How many calls of a session stand in a state. */
export interface CallCount {
  readonly session_id: SessionId;
  readonly state: CallStateKind;
  readonly count: number;
}

/** The sessions seen last, newest first. */
export async function newestSessionRows(db: OrgDb, limit: number): Promise<readonly AgentSessionRow[]> {
  return db
    .selectFrom("agent_session")
    .selectAll()
    .orderBy("last_seen_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Every session that has not ended. */
export async function liveSessionRows(db: OrgDb): Promise<readonly AgentSessionRow[]> {
  return db.selectFrom("agent_session").selectAll().where("state", "!=", "ended").orderBy("id").execute();
}

export async function pausedSessionCount(db: OrgDb): Promise<number> {
  const paused = db.selectFrom("agent_session").where("state", "=", "paused");
  return (await paused.select((e) => e.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()).count;
}

/** A session, ended or not. */
export async function sessionRow(db: OrgDb, id: SessionId): Promise<AgentSessionRow | undefined> {
  return db.selectFrom("agent_session").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Keys whose sessions read what strangers may have written, with what that was. */
export async function taintRows(db: OrgDb): Promise<readonly Pick<AgentSessionRow, "key_id" | "taint">[]> {
  return db.selectFrom("agent_session").select(["key_id", "taint"]).where("taint", "is not", null).execute();
}

export async function clearTaintRowsOf(tx: OrgDb, key: KeyId): Promise<void> {
  await tx.updateTable("agent_session").set({ taint: null }).where("key_id", "=", key).execute();
}

export async function insertSessionRow(tx: OrgDb, row: AgentSessionRow): Promise<void> {
  await tx.insertInto("agent_session").values(row).execute();
}

/** False when there is no such session. */
export async function updateSessionRow(
  tx: OrgDb,
  id: SessionId,
  change: Partial<Pick<AgentSessionRow, "trust_level" | "state" | "paused_reason" | "taint" | "last_seen_at">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("agent_session").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends every session of a key. */
export async function endSessionRowsOf(tx: OrgDb, key: KeyId): Promise<void> {
  const ended = { state: "ended", paused_reason: null } as const;
  await tx.updateTable("agent_session").set(ended).where("key_id", "=", key).where("state", "!=", "ended").execute();
}

/** The calls of these sessions, counted by state. */
export async function callCountsOf(db: OrgDb, sessions: readonly SessionId[]): Promise<readonly CallCount[]> {
  if (sessions.length === 0) return [];
  const rows = await db
    .selectFrom("call")
    .select((select) => ["session_id", "state", select.fn.countAll<number>().as("count")])
    .where("session_id", "in", [...sessions])
    .groupBy(["session_id", "state"])
    .execute();
  return rows.flatMap(({ session_id, state, count }) => (session_id === null ? [] : [{ session_id, state, count }]));
}
