import {
  problemOf,
  useAction,
  useStudio,
  type Api,
  type ApprovalCard,
  type CallId,
  type Digest,
  type JsonObject,
  type Problem,
} from "../../../client/index.ts";
import type { DecisionKind } from "../queue/last-decision.tsx";

/** What a policy asks of who approves. Held for the length of one call and nowhere kept. */
export type Proof = { readonly reason?: string; readonly passphrase?: string };

/** A call as it was shown. */
export type Shown = { readonly callId: CallId; readonly digest: Digest };

/** What came of a decision. */
export type Outcome = {
  readonly kind: DecisionKind;
  /** Which calls have left the queue for this window. */
  readonly decided: readonly CallId[];
  /** Which have one approval more and still wait. */
  readonly counted: readonly CallId[];
  /** Why some of the identical ones were not decided. */
  readonly failures: readonly string[];
};

export type Decide = {
  readonly approve: (proof: Proof) => void;
  readonly approveEdited: (edited: JsonObject, proof: Proof) => void;
  readonly deny: (reason: string) => void;
  /** Which of them is under way. */
  readonly isBusy: boolean;
  readonly problem: Problem | null;
};

export type DecideOptions = {
  readonly card: ApprovalCard;
  /** The identical calls that are decided with it, itself among them. */
  readonly together: readonly Shown[];
  readonly onDecided: (outcome: Outcome) => void;
  /** A decision was refused because of what the card has become. */
  readonly onRefused: () => void;
};

/**
 * Joins the decision to the studio. Every decision carries the digest of the card that is on screen; the sidecar refuses any
 * other, and the card is then asked for again.
 */
export function useDecide({ card, together, onDecided, onRefused }: DecideOptions): Decide {
  const { api } = useStudio();
  const { callId, digest } = card;
  const calls = together.map((one) => ({ callId: one.callId, digest: one.digest }));
  const isMany = calls.length > 1;
  const decide = useAction(async (send: () => Promise<Outcome>) => {
    try {
      return await send();
    } catch (error) {
      if (STALE.has(problemOf(error).code)) onRefused();
      throw error;
    }
  });
  const run = (send: () => Promise<Outcome>): void => {
    if (decide.isBusy) return;
    void decide.run(send).then((outcome) => outcome.kind === "done" && onDecided(outcome.value));
  };
  return {
    approve: (proof) =>
      run(async () =>
        isMany
          ? outcomeOfMany("approved", await api.approvals.approveMany({ calls, ...proof }))
          : outcomeOfOne("approved", callId, await api.approvals.approve({ callId, digest, ...proof })),
      ),
    approveEdited: (edited, proof) =>
      run(async () => {
        const answer = await api.approvals.approveEdited({ callId, digest, arguments: edited, ...proof });
        return outcomeOfOne("approved-edited", callId, answer);
      }),
    deny: (reason) =>
      run(async () => {
        if (isMany) return outcomeOfMany("denied", await api.approvals.denyMany({ calls, reason }));
        await api.approvals.deny({ callId, digest, reason });
        return { kind: "denied", decided: [callId], counted: [], failures: [] };
      }),
    isBusy: decide.isBusy,
    problem: decide.problem,
  };
}

type OneAnswer = Awaited<ReturnType<Api["approvals"]["approve"]>>;
type ManyAnswer = Awaited<ReturnType<Api["approvals"]["approveMany"]>>;

function outcomeOfOne(kind: DecisionKind, callId: CallId, answer: OneAnswer): Outcome {
  return answer.kind === "counted"
    ? { kind: "counted", decided: [], counted: [callId], failures: [] }
    : { kind, decided: [callId], counted: [], failures: [] };
}

function outcomeOfMany(kind: DecisionKind, answers: ManyAnswer): Outcome {
  const decided = answers.flatMap((one) => (one.kind === "decided" ? [one.callId] : []));
  const counted = answers.flatMap((one) => (one.kind === "counted" ? [one.callId] : []));
  const failures = answers.flatMap((one) => (one.kind === "failed" ? [one.message] : []));
  return { kind: decided.length === 0 && counted.length > 0 ? "counted" : kind, decided, counted, failures };
}

/** What a refusal says about the card itself: it has to be looked at again. */
const STALE: ReadonlySet<string> = new Set([
  "digest_mismatch",
  "already_decided",
  "already_approved",
  "not_waiting",
  "answer_lost",
  "tool_unavailable",
]);
