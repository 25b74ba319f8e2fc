import type { Outcome } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";

/** Says why something that a person did was not done. */
export function useTellFailure(): (outcome: Outcome<unknown>) => boolean {
  const notify = useNotify();
  return (outcome) => {
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    return outcome.kind === "done";
  };
}
