import { useAction, useStudio, type AccountEntry, type ConnectOutput } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { openAddress } from "../addresses.ts";
import { t } from "../messages.ts";
import { attemptOf, useConnecting, type Connecting } from "./connecting.tsx";

type How = { readonly via: "browser" | "device"; readonly issuer?: string };

/** Connects the account of an entry, step by step; what opens the browser is always a press. */
export function useConnect({ provider, account }: Pick<AccountEntry, "provider" | "account">) {
  const { api } = useStudio();
  const notify = useNotify();
  const { connecting, put } = useConnecting(provider.id);
  const become = (next: Connecting | null): void => put(provider.id, provider.name, next);
  const ask = useAction((how: How) =>
    api.accounts.connect({ ...how, providerId: provider.id, ...furtherScopes(account) }),
  );
  const begin = async (how: How): Promise<void> => {
    become({ kind: "asking" });
    const outcome = await ask.run(how);
    if (outcome.kind === "failed") return become({ kind: "refused", problem: outcome.problem });
    if (outcome.value.kind === "connected") notify({ title: t("done.title", { provider: provider.name }) });
    become(nextOf(outcome.value, how.via));
  };
  return {
    connecting,
    begin: (how: How): void => void begin(how),
    /** Opens the sign-in, for the first time or again. */
    open: (): void => {
      if (connecting?.kind === "browser") {
        openAddress(connecting.offer.url);
        become({ ...connecting, openedAt: connecting.openedAt ?? Date.now() });
      } else if (connecting?.kind === "device") openAddress(connecting.offer.verificationUrl);
    },
    /** Ends the attempt, or puts away how it ended. */
    leave: (): void => {
      const attemptId = connecting === null ? null : attemptOf(connecting);
      if (attemptId !== null) void api.accounts.cancel({ attemptId }).catch(() => {}); // it ends by itself in minutes
      become(null);
    },
  };
}

export type Connect = ReturnType<typeof useConnect>;

function nextOf(answer: ConnectOutput, via: How["via"]): Connecting | null {
  switch (answer.kind) {
    case "browser":
      return { kind: "browser", offer: answer, openedAt: null };
    case "device":
      return { kind: "device", offer: answer, begunAt: Date.now() };
    case "choose":
      return { kind: "choose", servers: answer.servers, via };
    case "connected":
      return null;
  }
}

/** What a server asked for beyond what was allowed; asked for again only where that is what is missing. */
function furtherScopes(account: AccountEntry["account"]): { readonly scopes?: string[] } {
  const isAsked = account?.state.kind === "needs-reconnect" && account.state.reason === "scope";
  return isAsked && account.missingScopes.length > 0 ? { scopes: [...account.missingScopes] } : {};
}
