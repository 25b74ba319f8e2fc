import { useCallback, useSyncExternalStore } from "react";
import { codeOf, problemOf, type Problem } from "./problem.ts";
import { useStudio } from "./use-studio.ts";

/** Why something on screen is older than it should be: it was read once and could not be read again. Null while all is fresh. */
export function useStaleProblem(): { readonly problem: Problem; readonly retry: () => void } | null {
  const { queries } = useStudio();
  const cache = queries.getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  const stale = useSyncExternalStore(subscribe, () =>
    cache
      .getAll()
      .find(({ state, observers }) => observers.length > 0 && state.data !== undefined && isNews(state.error)),
  );
  if (stale === undefined) return null;
  return {
    problem: problemOf(stale.state.error),
    retry: () => void queries.refetchQueries({ queryKey: stale.queryKey }),
  };
}

/** A lost line has a banner of its own, and an ended session leads to the sign-in. */
function isNews(error: unknown): boolean {
  if (error === null) return false;
  const code = codeOf(error);
  return !["connection_lost", "answer_lost", "turning", "not_signed_in", "vault_locked"].includes(code);
}
