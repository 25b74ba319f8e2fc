import { defaultStringifySearch, useRouter, useRouterState, type RouterHistory } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { ToolId } from "../../client/index.ts";
import { parseShown, searchOf, type Shown } from "./address.ts";

export type Go = (to: Partial<Shown> & { readonly toolId?: ToolId | null }, how?: "push" | "replace") => void;

/** What the address says is shown, and how to change it; what is not named stays. */
export function usePlace(toolId: ToolId | null): { readonly shown: Shown; readonly go: Go } {
  // The search part of an address is an object, whatever it holds; the library types it only for a registered router.
  const search = useRouterState({ select: ({ location }) => location.search as Readonly<Record<string, unknown>> });
  // Every router has a history; the library types it only for a router that is registered for the whole program.
  const history = useRouter().history as RouterHistory;
  const shown = useMemo(() => parseShown(search), [search]);
  const go = useCallback<Go>(
    ({ toolId: nextId = toolId, ...changes }, how = "push") => {
      const path = nextId === null ? "/desk" : `/desk/${nextId}`;
      history[how](path + defaultStringifySearch(searchOf({ ...shown, ...changes })));
    },
    [history, shown, toolId],
  );
  return { shown, go };
}
