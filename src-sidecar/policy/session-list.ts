import type { AgentSession } from "../../src-contract/access.ts";
import type { CallStateKind } from "../../src-contract/call.ts";
import type { SessionId } from "../../src-contract/ids.ts";
import { callCountsOf, newestSessionRows, type AgentSessionRow, type CallCount, type OrgDb } from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import { stateOfRow, type LiveSession } from "./live-session.ts";

const MAX_LISTED = 200;

/** The sessions seen last, newest first, with the counts of their calls. */
export async function listSessions(
  db: OrgDb,
  access: AccessState,
  live: ReadonlyMap<SessionId, LiveSession>,
): Promise<readonly AgentSession[]> {
  const rows = await newestSessionRows(db, MAX_LISTED);
  const counts = Map.groupBy(
    await callCountsOf(
      db,
      rows.map(({ id }) => id),
    ),
    (count) => count.session_id,
  );
  return rows
    .map((row) => describe(row, access, live.get(row.id), counts.get(row.id) ?? []))
    .toSorted((one, other) => other.lastSeenAt - one.lastSeenAt);
}

/** One live session, as people see it. */
export async function describeSession(db: OrgDb, access: AccessState, session: LiveSession): Promise<AgentSession> {
  const { id, keyId, clientName, clientVersion, protocolVersion, startedAt, lastSeenAt, trustLevel } = session;
  const row = {
    id,
    key_id: keyId,
    client_name: clientName,
    client_version: clientVersion,
    protocol_version: protocolVersion,
    trust_level: trustLevel,
    state: session.state.kind,
    paused_reason: null,
    started_at: startedAt,
    last_seen_at: lastSeenAt,
  };
  return describe(row, access, session, await callCountsOf(db, [id]));
}

function describe(
  row: AgentSessionRow,
  access: AccessState,
  live: LiveSession | undefined,
  counts: readonly CallCount[],
): AgentSession {
  const key = access.keys.get(row.key_id);
  const state = live ? live.state : stateOfRow(row);
  return {
    id: row.id,
    keyId: row.key_id,
    keyName: key?.name ?? "",
    policyName: (key && access.policies.get(key.policyId)?.name) ?? "",
    clientName: row.client_name,
    clientVersion: row.client_version,
    protocolVersion: row.protocol_version,
    trustLevel: live?.trustLevel ?? row.trust_level,
    state: state.kind,
    pausedReason: state.kind === "paused" ? state.reason : null,
    startedAt: row.started_at,
    lastSeenAt: live?.lastSeenAt ?? row.last_seen_at,
    calls: tally(counts),
  };
}

function tally(counts: readonly CallCount[]): AgentSession["calls"] {
  const of = (...states: readonly CallStateKind[]) =>
    counts.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0);
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    waiting: of("awaiting"),
    failed: of("failed", "interrupted"),
    denied: of("denied", "refused"),
  };
}
