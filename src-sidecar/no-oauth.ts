import { OAuthError, type OAuth } from "./oauth/index.ts";

/** Nothing is connected, and nothing can be. */
export function noOAuth(): OAuth {
  const no = async (): Promise<never> => {
    throw new OAuthError("not_found", "config", "There are no providers yet.");
  };
  return {
    providers: {
      list: () => [],
      find: () => undefined,
      create: no,
      update: no,
      remove: no,
      setClientSecret: no,
      hasClientSecret: () => false,
      forgetRegistrations: no,
      discover: no,
      callbackUrl: () => null,
    },
    accounts: {
      list: () => [],
      find: () => undefined,
      health: (providerId) => ({ providerId, name: "", accountName: null, state: "not-connected", since: null }),
      connect: no,
      attempt: () => ({ kind: "expired" }),
      cancel: () => {},
      refresh: no,
      disconnect: no,
    },
    token: no,
    rejected: async () => "no",
    forEachSecret: async () => {},
    opened: async () => {},
    locked: () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
