import {
  useAction,
  useRead,
  useStudio,
  type CallDetail,
  type CallId,
  type JsonObject,
  type Read,
  type ToolDetail,
} from "../../../client/index.ts";
import { useTriedCall } from "./use-tried-call.ts";

const OVER: ReadonlySet<CallDetail["state"]> = new Set([
  "succeeded",
  "failed",
  "denied",
  "refused",
  "expired",
  "cancelled",
  "interrupted",
]);
/** Events bring news at once; this is for the case that one was lost. */
const ASK_AGAIN_MS = 2_000;

/** Whether nothing more will happen to a call. */
export function isOver(call: Pick<CallDetail, "state">): boolean {
  return OVER.has(call.state);
}

/** Joins a trial call to the studio: asks for it and follows it to its end. */
export function useTry(tool: Pick<ToolDetail, "id" | "connectorId">) {
  const { api } = useStudio();
  const { callId, setCallId } = useTriedCall(tool);
  const ask = useAction((args: JsonObject) => api.tools.try({ toolId: tool.id, arguments: args }));
  const call = useCall(callId);

  return {
    call: callId === null ? null : call,
    callId,
    isAsking: ask.isBusy,
    problem: ask.problem,
    start: async (args: JsonObject): Promise<void> => {
      const outcome = await ask.run(args);
      if (outcome.kind === "done") setCallId(outcome.value.callId);
    },
  };
}

function useCall(callId: CallId | null): Read<CallDetail> {
  const { rpc } = useStudio();
  const id = callId ?? NO_CALL;
  return useRead<CallDetail>({
    ...rpc.calls.get.queryOptions({ input: { id } }),
    enabled: callId !== null,
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : ASK_AGAIN_MS),
  });
}

// The nil UUID names no call; the query is off while it stands in.
const NO_CALL = "00000000-0000-0000-0000-000000000000" as CallId;
