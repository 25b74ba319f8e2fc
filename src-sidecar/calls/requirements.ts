import type { ApprovalVote, Requirements } from "../../src-contract/gate.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { cannotApprove } from "../approval/index.ts";
import { requirementsOf } from "../policy/index.ts";
import type { CallableTool, LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/** What has to be done to approve one call of this tool, by the policy of its connector as it is now. */
export function requirementsNow(ports: Pick<CallPorts, "memberNow">, tool: CallableTool): Requirements {
  const { from, ...rest } = requirementsOf(tool.approval, tool.id, tool.risk.riskClass);
  return { ...rest, from: from.map((id) => ({ id, name: ports.memberNow(id)?.name ?? "" })) };
}

/** The same of a call, by its tool as it is now. */
export function requirementsOfCall(
  ports: Pick<CallPorts, "memberNow" | "toolNow">,
  { tool }: Pick<LiveCall, "tool">,
): Requirements {
  return requirementsNow(ports, ports.toolNow(tool) ?? tool);
}

/** Whether a person may give out the result of a call: one of those who may approve it. It takes one of them, however many approve. */
export function mayRelease(ports: Pick<CallPorts, "memberNow" | "toolNow">, call: LiveCall, id: MemberId): boolean {
  const { from } = requirementsOfCall(ports, call);
  return cannotApprove({ needed: 1, from }, [], approverNow(ports, id)) === null;
}

/** A person as they may approve now; who is gone may not. */
export function approverNow({ memberNow }: Pick<CallPorts, "memberNow">, id: MemberId) {
  const member = memberNow(id);
  return { id, role: member?.role ?? "member", isActive: member?.isActive ?? false } as const;
}

/** The votes of those who may still approve: a yes does not outlive the right to give it. */
export function votesNow(
  ports: Pick<CallPorts, "memberNow">,
  { votes }: Pick<LiveCall, "votes">,
  needs: Requirements,
): readonly ApprovalVote[] {
  const idOf = ({ by }: ApprovalVote): MemberId => by.id as MemberId; // A Decider's, sealed by us.
  return votes.filter((vote) => cannotApprove(needs, [], approverNow(ports, idOf(vote))) === null);
}
