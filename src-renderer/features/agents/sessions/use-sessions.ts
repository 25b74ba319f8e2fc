import { useAction, useRead, useStudio, type PlainTrustLevel, type SessionId } from "../../../client/index.ts";

/** All sessions, fresh. */
export function useSessions() {
  const { rpc } = useStudio();
  return useRead(rpc.sessions.list.queryOptions());
}

/** Pauses, resumes, and sets and takes back how much runs without a person. */
export function useSessionActions(id: SessionId) {
  const { api } = useStudio();
  return {
    pause: useAction((reason: string) => api.sessions.pause({ id, reason })),
    resume: useAction(() => api.sessions.resume({ id })),
    endScope: useAction(() => api.sessions.endScope({ id })),
    clearTaint: useAction(() => api.sessions.clearTaint({ id })),
    setTrust: useAction((trustLevel: PlainTrustLevel) => api.sessions.setTrust({ id, trustLevel })),
  };
}
