/**
 * A decision that cannot be taken: `digest_mismatch` (it is about another call than the one that waits), `already_decided`,
 * `not_waiting` (expired, cancelled, or gone).
 */
export class ApprovalError extends Error {
  readonly code: "digest_mismatch" | "already_decided" | "not_waiting";

  constructor(code: ApprovalError["code"], message: string) {
    super(message);
    this.name = "ApprovalError";
    this.code = code;
  }
}
