/** Why something was not checked, and therefore not passed on. */
export type RedactionErrorCode =
  /** It took longer than it may. */
  | "not_checked_in_time"
  /** Too much is waiting to be checked. */
  | "too_busy"
  /** It could not be taken apart, or the thread that did so was lost. */
  | "not_checkable";

const MESSAGES: Readonly<Record<RedactionErrorCode, string>> = {
  not_checked_in_time: "It could not be checked for secrets in time.",
  too_busy: "Too much is waiting to be checked for secrets.",
  not_checkable: "It could not be checked for secrets.",
};

/** The one error of this room. What it is about is withheld. */
export class RedactionError extends Error {
  readonly code: RedactionErrorCode;

  constructor(code: RedactionErrorCode, options?: ErrorOptions) {
    super(MESSAGES[code], options);
    this.name = "RedactionError";
    this.code = code;
  }
}
