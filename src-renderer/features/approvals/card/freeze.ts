import type { ApprovalCard, ConnectionState, Problem, ToolDetail } from "../../../client/index.ts";
import type { CardAnswer } from "./card-answer.ts";

/** Why a card can no longer be acted on as it stands. */
export type Freeze =
  /** It left the queue. */
  | { readonly kind: "over" }
  | { readonly kind: "offline" }
  | { readonly kind: "locked" }
  /** It is not what was shown any more. */
  | { readonly kind: "changed" }
  /** It would not be sent any more; denying it still tells the agent something. */
  | { readonly kind: "tool-changed" | "tool-off" | "tool-gone" };

export type CardNews = {
  /** What the person looks at. */
  readonly shown: ApprovalCard;
  /** What the sidecar last said. */
  readonly answer: CardAnswer;
  /** Why it could not be asked since. */
  readonly problem: Problem | null;
  readonly connection: ConnectionState["kind"];
  /** The tool as it is now, as far as it is known. */
  readonly tool: Pick<ToolDetail, "definitionDigest" | "isEnabled" | "isOffered"> | null;
};

/** Whether anything that happened since the card was shown forbids to act on it. The gravest reason wins. */
export function freezeOf({ shown, answer, problem, connection, tool }: CardNews): Freeze | null {
  if (answer.kind === "over") return { kind: "over" };
  if (problem?.code === "vault_locked" || problem?.code === "not_signed_in") return { kind: "locked" };
  if (connection !== "connected") return { kind: "offline" };
  if (answer.card.digest !== shown.digest) return { kind: "changed" };
  return tool === null ? null : freezeByTool(shown, tool);
}

function freezeByTool(shown: ApprovalCard, tool: NonNullable<CardNews["tool"]>): Freeze | null {
  if (!tool.isOffered) return { kind: "tool-gone" };
  if (!tool.isEnabled) return { kind: "tool-off" };
  return tool.definitionDigest === shown.tool.definitionDigest ? null : { kind: "tool-changed" };
}

/** Whether the call can still be denied: it waits, and what would be denied is what is shown. */
export function mayStillDeny(freeze: Freeze | null): boolean {
  return freeze === null || freeze.kind === "tool-changed" || freeze.kind === "tool-off" || freeze.kind === "tool-gone";
}
