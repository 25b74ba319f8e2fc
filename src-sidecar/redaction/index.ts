/**
 * Redaction stands between what the outside says and everything that reads it: the model, the disk, the logs.
 *
 * It guards the values of the vault in any encoding that can be undone, and whatever looks like a secret by its format, its
 * place or its name. It refuses to be switched off by the text it reads: there is no marker, comment or placeholder that exempts.
 * The engine is pure: it knows no clock, no store and no session, keeps hashes of what it must recognize and never a value, and its work
 * grows with the length of the text and not with its content. The service around it runs what is large, and patterns that are not ours,
 * in a thread with a deadline; what is not checked in time is withheld. What it can not catch: compressed, encrypted or retold secrets.
 */
export { createKnownValues, type KnownValues } from "./known/known-values.ts";
export { createRedactor, type CleanedJson, type Redactor } from "./redactor.ts";
export { openRedaction, type Redaction } from "./settings.ts";
export { redactionRules } from "./rule-list.ts";
export type { RedactionService } from "./service.ts";
export { RedactionError } from "./redaction-error.ts";
export { injectionPhrases } from "./phrases/injection.ts";
export { VAULT_VALUE, type FindingSummary } from "./finding.ts";
