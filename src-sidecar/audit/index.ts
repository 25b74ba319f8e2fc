/**
 * The audit log: what Gatehouse did and who had it done, in a chain of hashes that shows every later edit, signed by keys that are thrown
 * away, its bodies sealed. Every change of an organization's database goes through it, so that nothing is done that is not recorded. It
 * refuses to let a change happen whose entry cannot be written, and to sign over a log that is not whole. Its bytes are specified in
 * FORMAT.md.
 */
export { AuditError } from "./audit-error.ts";
export type { ReadEntry } from "./body-keys.ts";
export { CSV_HEAD, csvLine, entryLine } from "./export.ts";
export { patternsOf } from "./kinds.ts";
export { openAuditLog, type AuditLog } from "./log.ts";
export { readCheckpoint } from "./note.ts";
export { checkProof, type ProofFinding } from "./proof-check.ts";
export { SpanWatch, type ToolSpan } from "./spans.ts";
export { bodyKeyName, signerName, type AuditVault } from "./vault-port.ts";
export { logSourceOf, pagesOf, verifyLog, type Anchor, type LogAnchor, type Verification } from "./verify.ts";
