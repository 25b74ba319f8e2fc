/**
 * What an agent gets and what the gate says: policies, the keys that stand for them, agents' sessions, what was approved in advance, the
 * kill switch and the verdict. It keeps only hashes of keys. It refuses a key that it does not know in every byte, and it lets a call run
 * without a person only where the table in `decide.ts` says so. A yes in advance serves one definition of one tool, so often and so long
 * as was said; it never serves a tool that changed.
 */
export type { Access, Granter, KeyEntry, NamedTool, PolicyEntry, SessionEntry } from "./access.ts";
export { ruleNow } from "./decide.ts";
export { isReviewed, requirementsOf } from "./requirements.ts";
export { PolicyError } from "./policy-error.ts";
export { openAccess } from "./open-access.ts";
export { createToolsets, isGranted, type Toolset } from "./toolset.ts";
