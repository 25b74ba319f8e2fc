const MESSAGES = {
  not_found: "There is no such member, team or invitation (any more).",
  name_taken:
    "Somebody or something here has that name already. Names are kept for the log, those of people who left too.",
  invitation_invalid:
    "The answer to this invitation names somebody who is or was a member. Withdraw it and invite anew.",
  last_admin: "The organization needs at least one admin. Make somebody else an admin first.",
} as const;

/** Why a change of people was refused. Its message is for people. */
export class IdentityError extends Error {
  override readonly name = "IdentityError";
  readonly code: keyof typeof MESSAGES;

  constructor(code: keyof typeof MESSAGES) {
    super(MESSAGES[code]);
    this.code = code;
  }
}
