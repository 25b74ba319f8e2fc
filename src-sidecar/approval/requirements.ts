import type { ApprovalCard } from "../../src-contract/call.ts";
import type { ApprovalVote, Requirements } from "../../src-contract/gate.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";
import { ApprovalError } from "./approval-error.ts";

/** A person who wants to say yes, as they are at this moment. */
export interface Approver {
  readonly id: MemberId;
  readonly role: Role;
  readonly isActive: boolean;
}

/** What a person gives beside their yes. */
export interface Given {
  readonly reason: string | undefined;
  readonly hasPassphrase: boolean;
}

/** Why a person cannot approve a call; null: they can. */
export function cannotApprove(
  { needed, from }: Pick<Requirements, "needed" | "from">,
  votes: readonly ApprovalVote[],
  who: Approver,
): ApprovalCard["cannotApprove"] {
  const mayDecide = who.isActive && who.role !== "member";
  if (!mayDecide || (from.length > 0 && from.every(({ id }) => id !== who.id))) return "not-an-approver";
  return needed > 1 && votes.some(({ by }) => by.id === who.id) ? "already-approved" : null;
}

/** @throws {ApprovalError} `not_an_approver`, `already_approved`. */
export function assertApprover(
  needs: Pick<Requirements, "needed" | "from">,
  votes: readonly ApprovalVote[],
  who: Approver,
): void {
  switch (cannotApprove(needs, votes, who)) {
    case null:
      return;
    case "not-an-approver":
      throw new ApprovalError("not_an_approver", "You are not one of those who may approve this call.");
    case "already-approved":
      throw new ApprovalError(
        "already_approved",
        "You have approved this call already. Somebody else has to approve it too.",
      );
  }
}

/** Whether everything was given that the policy asks for. @throws {ApprovalError} `reason_required`, `passphrase_required`. */
export function assertGiven({ needsReason, gesture }: Requirements, { reason, hasPassphrase }: Given): void {
  if (needsReason && reason === undefined)
    throw new ApprovalError("reason_required", "This connector's policy asks for a reason.");
  if (gesture === "passphrase" && !hasPassphrase)
    throw new ApprovalError("passphrase_required", "This connector's policy asks for your passphrase.");
}

/** @throws {ApprovalError} `not_editable`: the others would not have seen the edit. */
export function assertEditable({ needed }: Pick<Requirements, "needed">): void {
  if (needed > 1)
    throw new ApprovalError(
      "not_editable",
      "A call that several people have to approve cannot be edited. Deny it and say what to change.",
    );
}
