import type { ErrorData } from "../../src-contract/errors.ts";

/** Why a call could not even be put to the gate, or not be found. */
export type CallErrorCode =
  | "arguments_invalid"
  | "tool_unavailable"
  | "vault_locked"
  | "scope_locked"
  | "account_needed"
  | "not_found"
  | "not_waiting"
  | "too_large"
  /** The asker, or all together, have as many calls open as may be. */
  | "too_many_calls";

export class CallError extends Error {
  readonly code: CallErrorCode;
  readonly fields: NonNullable<ErrorData["fields"]>;

  constructor(code: CallErrorCode, message: string, fields: NonNullable<ErrorData["fields"]> = []) {
    super(message);
    this.name = "CallError";
    this.code = code;
    this.fields = fields;
  }
}
