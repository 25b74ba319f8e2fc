import { useState } from "react";
import {
  useConnection,
  useRead,
  useStudio,
  type ApprovalCard,
  type CallId,
  type Failure,
} from "../../../client/index.ts";
import { cardQuery, type CardAnswer } from "./card-answer.ts";
import { freezeOf, type Freeze } from "./freeze.ts";

export type CardRead =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** It was over before anyone looked at it here. */
  | { readonly kind: "gone" }
  | {
      readonly kind: "ready";
      readonly card: ApprovalCard;
      readonly freeze: Freeze | null;
      /** Takes over what the call is now, after it changed. */
      readonly showLatest: () => void;
      readonly refetch: () => void;
    };

/** The card of one call. What a person reads stays as it was until they ask for what changed. */
export function useCard(callId: CallId): CardRead {
  const connection = useConnection();
  const read = useRead(cardQuery(useStudio(), callId));
  const [kept, setKept] = useState<ApprovalCard | null>(null);
  const answer = read.kind === "ready" ? read.data : null;
  const shown = shownOf(kept, answer);
  const tool = useToolNow(answer?.kind === "waits" ? answer.card.tool.id : null);
  if (shown !== kept) setKept(shown);
  if (read.kind !== "ready") return read;
  if (shown === null) return { kind: "gone" };
  return {
    kind: "ready",
    card: shown,
    freeze: freezeOf({ shown, answer: read.data, problem: read.problem, connection: connection.kind, tool }),
    showLatest: () => setKept(read.data.kind === "waits" ? read.data.card : kept),
    refetch: read.refetch,
  };
}

/** The latest card of the same content is fresher in its times; one of another content waits to be asked for. */
function shownOf(kept: ApprovalCard | null, answer: CardAnswer | null): ApprovalCard | null {
  if (answer === null || answer.kind === "over") return kept;
  return kept === null || answer.card.digest === kept.digest ? answer.card : kept;
}

function useToolNow(toolId: ApprovalCard["tool"]["id"] | null) {
  const { rpc } = useStudio();
  const id = toolId ?? NO_TOOL;
  const read = useRead({ ...rpc.tools.get.queryOptions({ input: { id } }), enabled: toolId !== null });
  return read.kind === "ready" ? read.data : null;
}

// The nil UUID names no tool; the query is off while it stands in.
const NO_TOOL = "00000000-0000-0000-0000-000000000000" as ApprovalCard["tool"]["id"];
