import { createORPCClient, ORPCError, type ClientContext, type ClientLink } from "@orpc/client";
import type { Api } from "./contract-types.ts";

/** The window's sign-ins, one for each organization. The tokens live in this closure alone and are gone with the page. */
export interface SignIns {
  keep(orgId: string, sessionToken: string): void;
  forget(orgId: string): void;
  forgetAll(): void;
  /** Takes every sign-in up again on a new line, then looks at the organization that the window shows. */
  takeUp(link: ClientLink<ClientContext>, shown: string | null): Promise<void>;
}

export function createSignIns(): SignIns {
  const tokens = new Map<string, string>();
  return {
    keep: (orgId, sessionToken) => void tokens.set(orgId, sessionToken),
    forget: (orgId) => void tokens.delete(orgId),
    forgetAll: () => tokens.clear(),
    takeUp: async (link, shown) => {
      const api = createORPCClient<Api>(link);
      for (const [orgId, sessionToken] of tokens) {
        // One after the other: a line looks at one organization at a time.
        const isTaken = await answered(api.studio.select({ orgId }).then(() => api.session.resume({ sessionToken })));
        if (!isTaken) tokens.delete(orgId);
      }
      if (shown !== null) await answered(api.studio.select({ orgId: shown }));
    },
  };
}

/** False when the sidecar refused: the sign-in or the organization is gone. A line that answers nothing is the connection's to judge. */
async function answered(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return false;
  }
}
