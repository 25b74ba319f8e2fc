import { useState } from "react";
import {
  useConnection,
  useRead,
  useStudio,
  type ApprovalCard,
  type CallId,
  type Failure,
  type Problem,
} from "../../../client/index.ts";
import { freezeOf, type Freeze } from "./freeze.ts";

export type CardRead =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly problem: Problem; readonly failure: Failure }
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
  const { rpc } = useStudio();
  const connection = useConnection();
  const read = useRead(rpc.approvals.card.queryOptions({ input: { callId } }));
  const [kept, setKept] = useState<ApprovalCard | null>(null);
  const latest = read.kind === "ready" ? read.data : null;
  const shown = shownOf(kept, latest);
  const tool = useToolNow(latest?.tool.id ?? null);
  if (shown !== kept) setKept(shown);
  if (read.kind !== "ready" || shown === null || latest === null)
    return read.kind === "failed" ? read : { kind: "loading" };
  return {
    kind: "ready",
    card: shown,
    freeze: freezeOf({ shown, latest, problem: read.problem, connection: connection.kind, tool }),
    showLatest: () => setKept(latest),
    refetch: read.refetch,
  };
}

/** The latest card of the same content is fresher in its times; one of another content waits to be asked for. */
function shownOf(kept: ApprovalCard | null, latest: ApprovalCard | null): ApprovalCard | null {
  if (kept === null || latest === null || kept.callId !== latest.callId) return latest;
  return latest.digest === kept.digest ? latest : kept;
}

function useToolNow(toolId: ApprovalCard["tool"]["id"] | null) {
  const { rpc } = useStudio();
  const id = toolId ?? NO_TOOL;
  const read = useRead({ ...rpc.tools.get.queryOptions({ input: { id } }), enabled: toolId !== null });
  return read.kind === "ready" ? read.data : null;
}

// The nil UUID names no tool; the query is off while it stands in.
const NO_TOOL = "00000000-0000-0000-0000-000000000000" as ApprovalCard["tool"]["id"];
