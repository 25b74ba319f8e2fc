import type { Access, AccessOptions } from "./access.ts";
import { AccessState } from "./access-state.ts";
import { createKeys } from "./keys.ts";
import { createPolicies } from "./policies.ts";
import { AgentSessions } from "./sessions.ts";
import { openSettings } from "./settings.ts";

/** Reads the policies, keys, sessions and settings of an organization into memory. */
export async function openAccess(options: AccessOptions): Promise<Access> {
  const state = await AccessState.open(options.db);
  const settings = await openSettings(options);
  const sessions = await AgentSessions.open(options, state);
  const { flush, ...keys } = createKeys(options, state, sessions);
  return {
    policies: createPolicies(options, state, sessions),
    keys,
    sessions,
    settings,
    flush: async () => {
      await flush();
      await sessions.flush();
    },
  };
}
