import type { CallId, OrgId } from "../src-contract/ids.ts";
import type { AuditLog } from "./audit/index.ts";
import type { Clock } from "./base/clock.ts";
import { createIds } from "./base/new-id.ts";
import { createRandomPool } from "./base/random-pool.ts";
import { callableTool, type CallPorts, type Cleaner } from "./calls/index.ts";
import { createMentions, type Catalog } from "./catalog/index.ts";
import type { Connections } from "./connectors/index.ts";
import { bodyContext } from "./handlers/index.ts";
import type { Members } from "./identity/index.ts";
import type { Access } from "./policy/index.ts";
import type { OrgDb } from "./store/index.ts";
import type { Vault } from "./vault/index.ts";

/** What the ports of calls lead to. */
export interface CallRooms {
  readonly id: OrgId;
  readonly clock: Clock;
  readonly db: OrgDb;
  readonly isOpen: () => boolean;
  readonly changed: CallPorts["changed"];
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly access: Access;
  readonly catalog: Catalog;
  readonly connections: Connections;
  readonly members: Members;
  readonly cleaner: Cleaner;
  readonly cleanText: (text: string) => string;
}

/** The ports of the call path, but those that need whose account a call goes out with. */
export function createCallPorts({
  id,
  clock,
  db,
  isOpen,
  changed,
  audit,
  vault,
  access,
  catalog,
  connections,
  members,
  cleaner,
  cleanText,
}: CallRooms): Omit<CallPorts, "credentialsFor" | "warmUp" | "send"> {
  return {
    clock,
    db,
    audit,
    vault: {
      isOpen,
      seal: (callId, field, plaintext) => vault.sealBody(bodyContext(id, callId, field), plaintext),
      open: (callId, field, envelope) => vault.openBody(bodyContext(id, callId, field), envelope),
    },
    cleaner,
    settings: () => access.settings.get(),
    newCallId: createIds<CallId>(createRandomPool()),
    decide: (facts) => access.verdicts.judge(facts),
    standingUsed: (tx, verdict) => access.verdicts.used(tx, verdict),
    standingReleased: (verdict) => access.verdicts.released(verdict),
    standingHolds: (verdict) => access.verdicts.holds(verdict),
    isStopped: () => access.settings.stopState().kind === "stopped",
    sessionNow: (asker) => {
      const session = asker.kind === "agent" ? access.sessions.get(asker.sessionId) : undefined;
      return session ? { isPaused: session.state.kind === "paused", trustLevel: session.trustLevel } : null;
    },
    taintOf: (asker) => (asker.kind === "agent" ? access.sessions.taint(asker) : null),
    noteTaint: (asker, taint) => (asker.kind === "agent" ? access.sessions.setTaint(asker, taint) : undefined),
    memberNow: (memberId) => {
      const member = members.find(memberId);
      return member ? { ...member, isActive: members.list().some((one) => one.id === memberId) } : null;
    },
    mentionsOf: createMentions(() => catalog.snapshot()),
    toolNow: ({ id: toolId }) => {
      const { tools, connectors } = catalog.snapshot();
      const tool = tools.get(toolId);
      const connector = tool && connectors.get(tool.connectorId);
      return tool && connector && callableTool(connector, tool);
    },
    connectorTrouble: ({ connectorId }) => {
      const state = connections.state(connectorId);
      return state.kind === "down" ? cleanText(state.message) : null;
    },
    changed,
  };
}
