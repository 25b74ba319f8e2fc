import { useAction, useRead, useStudio, type SessionId, type TrustLevel } from "../../../client/index.ts";

/** All sessions, fresh. */
export function useSessions() {
  const { rpc } = useStudio();
  return useRead(rpc.sessions.list.queryOptions());
}

/** Pauses, resumes and sets how much runs without a person. */
export function useSessionActions(id: SessionId) {
  const { api } = useStudio();
  return {
    pause: useAction((reason: string) => api.sessions.pause({ id, reason })),
    resume: useAction(() => api.sessions.resume({ id })),
    setTrust: useAction((trustLevel: TrustLevel) => api.sessions.setTrust({ id, trustLevel })),
  };
}
