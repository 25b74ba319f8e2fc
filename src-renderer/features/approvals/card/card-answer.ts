import { codeOf, type ApprovalCard, type CallId, type Studio } from "../../../client/index.ts";

/** What the sidecar says of a call that waits, or did: that it is over is an answer, not a failure. */
export type CardAnswer = { readonly kind: "waits"; readonly card: ApprovalCard } | { readonly kind: "over" };

/** How a card is asked for; the same question ahead of time and when it is shown, and asked again when approvals change. */
export function cardQuery({ api, rpc }: Pick<Studio, "api" | "rpc">, callId: CallId) {
  return {
    queryKey: [...rpc.approvals.card.key({ input: { callId } }), "answer"],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<CardAnswer> => {
      try {
        const card = await api.approvals.card({ callId }, { signal });
        return card.state === "awaiting" ? { kind: "waits", card } : { kind: "over" };
      } catch (error) {
        if (OVER.has(codeOf(error))) return { kind: "over" };
        throw error;
      }
    },
  };
}

const OVER: ReadonlySet<string> = new Set(["not_waiting", "already_decided", "not_found"]);
