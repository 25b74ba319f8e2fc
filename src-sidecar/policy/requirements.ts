import type { ConnectorApproval, Requirements } from "../../src-contract/gate.ts";
import type { MemberId, ToolId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";

/** The contract's requirements, with ids in the place of members. */
export type Needed = Omit<Requirements, "from"> & { readonly from: readonly MemberId[] };

/** What has to be done to approve one call of a tool. Pure. */
export function requirementsOf(approval: ConnectorApproval, toolId: ToolId, riskClass: RiskClass): Needed {
  const own = approval.tools.find((tool) => tool.toolId === toolId);
  const isGrave = riskClass === "dangerous" || riskClass === "unknown";
  return {
    gesture: own?.needsPassphrase === true ? "passphrase" : isGrave ? approval.dangerousNeeds : "press",
    needsReason: approval.needsReason || own?.needsReason === true,
    needed: own?.approvers.needed ?? 1,
    from: own?.approvers.from ?? [],
    reviewsResult: isReviewed(approval, toolId, false),
  };
}

/** Whether the yes of one person in advance is all that a call of a tool needs: no second person, nobody else, no passphrase. Pure. */
export function isEnough(approval: ConnectorApproval, toolId: ToolId, riskClass: RiskClass, by: string): boolean {
  const { gesture, needed, from } = requirementsOf(approval, toolId, riskClass);
  return gesture !== "passphrase" && needed <= 1 && (from.length === 0 || from.some((id) => id === by));
}

/** Whether a person sees a result before the agent gets it. `isFlagged`: something was taken out of it, or looks like an instruction. Pure. */
export function isReviewed(approval: ConnectorApproval, toolId: ToolId, isFlagged: boolean): boolean {
  if (approval.tools.some((tool) => tool.toolId === toolId && tool.reviewsResult)) return true;
  return approval.reviewsResults === "all" || (approval.reviewsResults === "flagged" && isFlagged);
}
