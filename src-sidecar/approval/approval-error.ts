/** Why a decision cannot be taken. */
export type ApprovalErrorCode =
  /** It is about something else than what waits. */
  | "digest_mismatch"
  | "already_decided"
  /** Expired, cancelled, or gone. */
  | "not_waiting"
  /** The policy asks for more than was given. */
  | "reason_required"
  | "passphrase_required"
  | "not_an_approver"
  | "already_approved"
  | "not_editable";

/** A decision that cannot be taken. Nothing was decided then. */
export class ApprovalError extends Error {
  readonly code: ApprovalErrorCode;

  constructor(code: ApprovalErrorCode, message: string) {
    super(message);
    this.name = "ApprovalError";
    this.code = code;
  }
}
