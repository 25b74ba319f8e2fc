import { useAction, useRead, useStudio, type AccountEntry, type AccountId } from "../../client/index.ts";

/** Every provider with the account that the person who is signed in has there. */
export function useAccounts() {
  const { rpc } = useStudio();
  return useRead(rpc.accounts.list.queryOptions());
}

/** Renews and lets go. Connecting has a way of its own, because it outlives its page. */
export function useAccountActions() {
  const { api } = useStudio();
  return {
    refresh: useAction((id: AccountId) => api.accounts.refresh({ id })),
    disconnect: useAction((id: AccountId) => api.accounts.disconnect({ id })),
  };
}

/** The connectors that use it, each once. */
export function usersOf({ usedBy }: Pick<AccountEntry, "usedBy">): readonly string[] {
  return [...new Map(usedBy.map(({ connectorId, connectorName }) => [connectorId, connectorName])).values()];
}
