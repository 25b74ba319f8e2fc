/**
 * The audit log: what Gatehouse did and who had it done, in a chain of hashes that shows every later edit. Every change of an
 * organization's database goes through it, so that nothing is done that is not recorded. It refuses to let a change happen whose
 * entry cannot be written.
 */
export { AuditError } from "./audit-error.ts";
export { openAuditLog, pagesOf, type AuditLog } from "./log.ts";
export { verifyChain, type Anchor, type Verification } from "./verify.ts";
