import type { SessionId } from "../../src-contract/ids.ts";
import type { Access, AccessOptions } from "./access.ts";
import { AccessState } from "./access-state.ts";
import { createJudge } from "./judge.ts";
import { createKeys } from "./keys.ts";
import { createPolicies } from "./policies.ts";
import { AgentSessions } from "./sessions.ts";
import { openSettings } from "./settings.ts";
import { StandingApprovals } from "./standing.ts";

/** Reads the policies, keys, sessions and settings of an organization into memory; what was approved in advance, when it is taken up. */
export async function openAccess(options: AccessOptions): Promise<Access> {
  const state = await AccessState.open(options.db);
  const settings = await openSettings(options);
  const standing = new StandingApprovals(options, state, (id: SessionId) => sessions.get(id));
  const sessions = await AgentSessions.open(options, state, standing);
  const { flush, ...keys } = createKeys(options, state, sessions);
  return {
    policies: createPolicies(options, state, sessions),
    keys,
    sessions,
    settings,
    standing,
    verdicts: createJudge(standing, sessions, settings),
    flush: async () => {
      await flush();
      await sessions.flush();
      await standing.sweep();
    },
  };
}
