import { useRouter, type RouterHistory } from "@tanstack/react-router";
import { useCallback } from "react";
import type { CallId } from "../../client/index.ts";

/** How the address of the shown call is moved. */
export type GoToCall = (callId: CallId | null, how: "push" | "replace") => void;

/** The address of a waiting call; null: of the queue. */
export function useGoToCall(): GoToCall {
  // Every router has a history; the library types it only for a router that is registered for the whole program.
  const history = useRouter().history as RouterHistory;
  return useCallback((callId, how) => history[how](callId === null ? "/approvals" : `/approvals/${callId}`), [history]);
}
