import { useRouter, useRouterState, type RouterHistory } from "@tanstack/react-router";
import type { CallId, ToolDetail } from "../../../client/index.ts";

/** The call that was tried on a tool's page. It stands in the address, so that coming back from the decision shows what became of it. */
export function useTriedCall({ id, connectorId }: Pick<ToolDetail, "id" | "connectorId">) {
  const search = useRouterState({ select: ({ location }): unknown => location.search });
  // Every router has a history; the library types it only for a router that is registered for the whole program.
  const history = useRouter().history as RouterHistory;
  return {
    callId: callIn(search),
    setCallId: (callId: CallId) => history.replace(`/connectors/${connectorId}/tools/${id}?call=${callId}`),
  };
}

function callIn(search: unknown): CallId | null {
  const call = typeof search === "object" && search !== null && "call" in search ? search.call : null;
  const isId = typeof call === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(call);
  return isId ? (call as CallId) : null; // an id of another call is a valid question
}
