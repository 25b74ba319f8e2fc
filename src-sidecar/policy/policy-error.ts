import { errorMessages, type ErrorCode, type ErrorData } from "../../src-contract/errors.ts";

export type PolicyErrorCode = Extract<
  ErrorCode,
  "name_taken" | "not_found" | "conflict" | "invalid_input" | "admin_needed"
>;

/** Why a change of a policy, a key or a session was refused. Nothing was changed. */
export class PolicyError extends Error {
  readonly code: PolicyErrorCode;
  readonly data: ErrorData;

  constructor(code: PolicyErrorCode, message: string = errorMessages[code], data: ErrorData = {}) {
    super(message);
    this.name = "PolicyError";
    this.code = code;
    this.data = data;
  }
}
