import type { Asker, Verdict } from "../../src-contract/call.ts";
import type { ConnectorApproval, DataFlow } from "../../src-contract/gate.ts";
import type { ScopeId, StandingId } from "../../src-contract/ids.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { OrgDb } from "../store/index.ts";
import type { Matched, Sessions, Settings, Standing } from "./access.ts";
import { decide } from "./decide.ts";
import type { ToolIdentity } from "./standing-entry.ts";

/** What a call is judged by, beside what this room knows itself. */
export interface JudgeFacts {
  readonly tool: ToolIdentity & {
    readonly flow: DataFlow;
    readonly approval: ConnectorApproval;
    readonly isEnabled: boolean;
    readonly isOffered: boolean;
  };
  readonly asker: Asker;
  readonly arguments: JsonObject;
  readonly trustLevel: TrustLevel;
  readonly isInPolicy: boolean;
  readonly pausedBy: string | null;
  readonly vaultNames: readonly string[];
}

/** Verdicts, and the yes in advance that some rest on. */
export interface Judge {
  /** The verdict of a call. A yes in advance that lets it run is reserved: end that with `used` or `released`. */
  judge(facts: JudgeFacts): Verdict;
  /** Writes, with the intent of the call, that its yes in advance was used. May run again when its transaction is tried again. */
  used(tx: OrgDb, verdict: Verdict): Promise<void>;
  /** Gives the yes in advance back, if it was not used. */
  released(verdict: Verdict): void;
  /** Whether the yes in advance is still given; true for a verdict that rests on none. */
  holds(verdict: Verdict): boolean;
}

const NOBODYS: Matched = { standing: null, scope: null, misfits: [] };

/** Joins what is approved in advance with the table. */
export function createJudge(
  standing: Standing,
  sessions: Pick<Sessions, "taint">,
  settings: Pick<Settings, "stopState">,
): Judge {
  // A verdict that is here has a reservation; so no use is given back twice, and none that was used.
  const reserved = new WeakSet<Verdict>();
  const used = new WeakSet<Verdict>();
  return {
    judge: ({ tool, asker, arguments: args, trustLevel, isInPolicy, pausedBy, vaultNames }) => {
      const agent = asker.kind === "agent" ? asker : null;
      const matched = agent ? standing.match({ ...agent, tool, arguments: args }) : NOBODYS;
      const verdict = decide({
        ...matched,
        risk: tool.risk,
        flow: tool.flow,
        rules: tool.approval,
        trustLevel,
        stop: settings.stopState(),
        pausedBy,
        isToolOn: tool.isEnabled && tool.isOffered,
        isInPolicy,
        vaultValueNames: vaultNames,
        taint: agent && sessions.taint(agent),
      });
      const id = advanceOf(verdict);
      if (id !== null) {
        standing.reserve(id);
        reserved.add(verdict);
      }
      return verdict;
    },
    used: async (tx, verdict) => {
      const id = advanceOf(verdict);
      if (id === null) return;
      await standing.used(tx, id);
      if (used.has(verdict)) return;
      used.add(verdict);
      reserved.delete(verdict);
      standing.noteUsed(id);
    },
    released: (verdict) => {
      const id = advanceOf(verdict);
      if (id !== null && reserved.delete(verdict)) standing.release(id);
    },
    holds: (verdict) => {
      const id = advanceOf(verdict);
      return id === null || standing.stillHolds(id);
    },
  };
}

/** The yes in advance that lets a call run. */
function advanceOf({ kind, reason }: Verdict): StandingId | ScopeId | null {
  if (kind !== "allow") return null;
  if (reason.kind === "standing-approval") return reason.standingId;
  return reason.kind === "in-scope" ? reason.scopeId : null;
}
