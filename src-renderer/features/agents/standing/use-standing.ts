import { useAction, useRead, useStudio, type StandingId } from "../../../client/index.ts";

/** Every standing approval, those that hold first, then the ones used last. */
export function useStandings() {
  const { rpc } = useStudio();
  return useRead(rpc.standing.list.queryOptions());
}

/** Takes a standing approval back. */
export function useRevoke(id: StandingId) {
  const { api } = useStudio();
  return useAction(() => api.standing.revoke({ id }));
}
