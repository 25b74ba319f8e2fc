/**
 * Redaction stands between what the outside says and everything that reads it: the model, the disk, the logs.
 *
 * It guards the values of the vault in any encoding that can be undone, and whatever looks like a secret by its format, its
 * place or its name. It refuses to be switched off by the text it reads: there is no marker, comment or placeholder that exempts.
 * It is pure: it knows no clock, no store and no session, keeps hashes of what it must recognize and never a value, and its work
 * grows with the length of the text and not with its content. What it can not catch: compressed, encrypted or retold secrets.
 */
export { createKnownValues, type KnownValues } from "./known/known-values.ts";
export { createRedactor, type Redactor } from "./redactor.ts";
export { VAULT_VALUE, type FindingSummary } from "./finding.ts";
