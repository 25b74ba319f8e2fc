import type { AgentSession } from "../../src-contract/access.ts";
import type { CallStateKind } from "../../src-contract/call.ts";
import type { AutonomousScope, Taint } from "../../src-contract/gate.ts";
import type { KeyId, SessionId } from "../../src-contract/ids.ts";
import {
  callCountsOf,
  newestSessionRows,
  sessionRow,
  type AgentSessionRow,
  type CallCount,
  type OrgDb,
} from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import { stateOfRow, type LiveSession } from "./live-session.ts";

const MAX_LISTED = 200;

/** What sessions are described by beside their rows. */
export interface SessionFacts {
  readonly access: AccessState;
  readonly live: ReadonlyMap<SessionId, LiveSession>;
  readonly scopeOf: (id: SessionId) => AutonomousScope | null;
  readonly taintOf: (key: KeyId) => Taint | null;
}

/** The sessions seen last, newest first, with the counts of their calls. */
export async function listSessions(db: OrgDb, facts: SessionFacts): Promise<readonly AgentSession[]> {
  const rows = await newestSessionRows(db, MAX_LISTED);
  const counts = Map.groupBy(
    await callCountsOf(
      db,
      rows.map(({ id }) => id),
    ),
    (count) => count.session_id,
  );
  return rows
    .map((row) => describe(row, facts, counts.get(row.id) ?? []))
    .toSorted((one, other) => other.lastSeenAt - one.lastSeenAt);
}

/** One session, as people see it; undefined when there is no such one. */
export async function describeSession(
  db: OrgDb,
  facts: SessionFacts,
  id: SessionId,
): Promise<AgentSession | undefined> {
  const row = await sessionRow(db, id);
  return row && describe(row, facts, await callCountsOf(db, [id]));
}

function describe(row: AgentSessionRow, facts: SessionFacts, counts: readonly CallCount[]): AgentSession {
  const { access } = facts;
  const live = facts.live.get(row.id);
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
    scope: live ? facts.scopeOf(row.id) : null,
    taint: facts.taintOf(row.key_id),
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
