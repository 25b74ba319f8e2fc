import {
  problemOf,
  useAction,
  useStudio,
  type ApprovalCard,
  type JsonObject,
  type Problem,
} from "../../../client/index.ts";
import type { Decided } from "../queue/last-decision.tsx";

export type Decide = {
  readonly approve: () => void;
  readonly approveEdited: (edited: JsonObject) => void;
  readonly deny: (reason: string) => void;
  /** Which of them is under way. */
  readonly isBusy: boolean;
  readonly problem: Problem | null;
};

/**
 * Joins the decision to the studio. Every decision carries the digest of the card that is on screen; the sidecar refuses any
 * other, and the card is then asked for again.
 */
export function useDecide(
  card: ApprovalCard,
  onDecided: (kind: Decided["kind"]) => void,
  onRefused: () => void,
): Decide {
  const { api } = useStudio();
  const { callId, digest } = card;
  const decide = useAction(async (kind: Decided["kind"], send: () => Promise<void>) => {
    try {
      await send();
      return kind;
    } catch (error) {
      if (STALE.has(problemOf(error).code)) onRefused();
      throw error;
    }
  });
  const run = (kind: Decided["kind"], send: () => Promise<void>): void => {
    if (decide.isBusy) return;
    void decide.run(kind, send).then((outcome) => outcome.kind === "done" && onDecided(outcome.value));
  };
  return {
    approve: () => run("approved", () => api.approvals.approve({ callId, digest })),
    approveEdited: (edited) =>
      run("approved-edited", () => api.approvals.approveEdited({ callId, digest, arguments: edited })),
    deny: (reason) => run("denied", () => api.approvals.deny({ callId, digest, reason })),
    isBusy: decide.isBusy,
    problem: decide.problem,
  };
}

/** What a refusal says about the card itself: it has to be looked at again. */
const STALE: ReadonlySet<string> = new Set([
  "digest_mismatch",
  "already_decided",
  "not_waiting",
  "answer_lost",
  "tool_unavailable",
]);
