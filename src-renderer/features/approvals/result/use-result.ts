import { useState } from "react";
import {
  useConnection,
  useRead,
  useStudio,
  type CallId,
  type ConnectionState,
  type Failure,
  type Problem,
  type ResultCard,
} from "../../../client/index.ts";
import { resultQuery, type ResultAnswer } from "./result-answer.ts";

/** Why a result can no longer be decided about as it stands. */
export type ResultFreeze = "over" | "locked" | "offline" | "changed";

export type ResultRead =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "gone" }
  | {
      readonly kind: "ready";
      readonly card: ResultCard;
      readonly freeze: ResultFreeze | null;
      readonly showLatest: () => void;
      readonly refetch: () => void;
    };

/** A result that waits. What a person reads stays as it was until they ask for what changed. */
export function useResult(callId: CallId): ResultRead {
  const connection = useConnection();
  const read = useRead(resultQuery(useStudio(), callId));
  const [kept, setKept] = useState<ResultCard | null>(null);
  const latest = read.kind === "ready" && read.data.kind === "waits" ? read.data.card : null;
  const shown = latest !== null && (kept === null || latest.digest === kept.digest) ? latest : kept;
  if (shown !== kept) setKept(shown);
  if (read.kind !== "ready") return read;
  if (shown === null) return { kind: "gone" };
  return {
    kind: "ready",
    card: shown,
    freeze: resultFreeze(shown, read.data, read.problem, connection.kind),
    showLatest: () => setKept(latest ?? kept),
    refetch: read.refetch,
  };
}

/** The gravest reason, of those there are. */
export function resultFreeze(
  shown: Pick<ResultCard, "digest">,
  answer: ResultAnswer,
  problem: Pick<Problem, "code"> | null,
  connection: ConnectionState["kind"],
): ResultFreeze | null {
  if (answer.kind === "over") return "over";
  if (problem?.code === "vault_locked" || problem?.code === "not_signed_in") return "locked";
  if (connection !== "connected") return "offline";
  return answer.card.digest === shown.digest ? null : "changed";
}
