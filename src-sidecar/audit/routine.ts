/** What happens all the time and changes nothing, as far as its name can say: a call that only reads, a session that begins, a token renewed. */
export const ROUTINE_ACTIONS: ReadonlySet<string> = new Set([
  "call.sent",
  "call.succeeded",
  "call.failed",
  "call.refused",
  "session.opened",
  "account.refreshed",
]);

/** The entry that says up to where bodies were erased. Its own body is in the clear and never erased. */
export const BODIES_ERASED = "audit.bodies-erased";
