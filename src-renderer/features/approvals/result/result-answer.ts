import { codeOf, type CallId, type ResultCard, type Studio } from "../../../client/index.ts";

/** What the sidecar says of a result that waits to be looked at, or did. */
export type ResultAnswer = { readonly kind: "waits"; readonly card: ResultCard } | { readonly kind: "over" };

/** How a result is asked for; the same question ahead of time and when it is shown. */
export function resultQuery({ api, rpc }: Pick<Studio, "api" | "rpc">, callId: CallId) {
  return {
    queryKey: [...rpc.approvals.result.key({ input: { callId } }), "answer"],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<ResultAnswer> => {
      try {
        return { kind: "waits", card: await api.approvals.result({ callId }, { signal }) };
      } catch (error) {
        if (OVER.has(codeOf(error))) return { kind: "over" };
        throw error;
      }
    },
  };
}

const OVER: ReadonlySet<string> = new Set(["not_waiting", "already_decided", "not_found"]);
