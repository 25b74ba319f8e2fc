import { useAction, useRead, useStudio, type ApprovalCard } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";

/** Joins the pause to the session that asks; null when a person asks. */
export function usePause(asker: ApprovalCard["asker"]) {
  const { api, rpc } = useStudio();
  const notify = useNotify();
  const sessionId = asker.kind === "agent" ? asker.sessionId : null;
  const sessions = useRead({ ...rpc.sessions.list.queryOptions(), enabled: sessionId !== null });
  const session = sessions.kind === "ready" ? sessions.data.find(({ id }) => id === sessionId) : undefined;
  const change = useAction(async (reason: string | null) => {
    if (sessionId === null) return;
    if (reason === null) await api.sessions.resume({ id: sessionId });
    else await api.sessions.pause({ id: sessionId, reason });
  });
  const run = async (reason: string | null): Promise<boolean> => {
    const outcome = await change.run(reason);
    if (outcome.kind === "done") notify({ title: t(reason === null ? "pause.resumed" : "pause.done") });
    return outcome.kind === "done";
  };
  if (session === undefined || session.state === "ended") return null;
  return {
    isPaused: session.state === "paused",
    isBusy: change.isBusy,
    problem: change.problem,
    pause: (reason: string) => run(reason),
    resume: () => run(null),
  };
}

export type Pause = NonNullable<ReturnType<typeof usePause>>;
