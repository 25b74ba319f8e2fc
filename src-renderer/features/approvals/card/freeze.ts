import type { ApprovalCard, ConnectionState, Problem, ToolDetail } from "../../../client/index.ts";

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
  readonly latest: ApprovalCard;
  readonly problem: Problem | null;
  readonly connection: ConnectionState["kind"];
  /** The tool as it is now, as far as it is known. */
  readonly tool: Pick<ToolDetail, "definitionDigest" | "isEnabled" | "isOffered"> | null;
};

/** Whether anything that happened since the card was shown forbids to act on it. The gravest reason wins. */
export function freezeOf({ shown, latest, problem, connection, tool }: CardNews): Freeze | null {
  if (latest.state !== "awaiting") return { kind: "over" };
  const { code } = problem ?? {};
  if (code === "not_waiting" || code === "already_decided" || code === "not_found") return { kind: "over" };
  if (code === "vault_locked" || code === "not_signed_in") return { kind: "locked" };
  if (connection !== "connected") return { kind: "offline" };
  if (latest.digest !== shown.digest) return { kind: "changed" };
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
