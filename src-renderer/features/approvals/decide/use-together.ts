import { useState } from "react";
import type { ApprovalCard, ApprovalSummary } from "../../../client/index.ts";
import type { Shown } from "./use-decide.ts";

/** Which of several identical calls a decision is about. Edited arguments are those of this one call. */
export function useTogether(card: ApprovalCard, alike: readonly ApprovalSummary[], isEditing: boolean) {
  const [isAll, setAll] = useState(true);
  const own: Shown = { callId: card.callId, digest: card.digest };
  const same = alike.filter(
    ({ kind, digest, callId }) => kind === "call" && digest === card.digest && callId !== card.callId,
  );
  const isMany = same.length > 0 && !isEditing;
  return {
    /** How many others there are. */
    others: same.length,
    isMany,
    isAll: isMany && isAll,
    toggle: () => setAll(!isAll),
    calls: isMany && isAll ? [own, ...same] : [own],
  };
}

export type Together = ReturnType<typeof useTogether>;
