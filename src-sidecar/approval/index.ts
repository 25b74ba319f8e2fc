/**
 * The gate: the only place where a call becomes an `ApprovedCall`. It lets a call through on a verdict of `allow`, or on a person's
 * decision about exactly this call, named by its digest. It refuses a decision about a call that changed, that was decided, or that
 * no longer waits, and one that lacks what a connector's policy asks of its approvers. It does no I/O: who asks, waits and stores is
 * `calls`.
 */
export { ApprovalError } from "./approval-error.ts";
export { decision, type Decision } from "./decision.ts";
export { digestCall, digestCredentials, digestResult } from "./digest.ts";
export {
  admitByDecision,
  admitByVerdict,
  approve,
  approveEdited,
  assertDecidable,
  assertReviewable,
  deny,
  type Decider,
  type GatedCall,
} from "./gate.ts";
export { assertApprover, assertEditable, assertGiven, cannotApprove } from "./requirements.ts";
