/**
 * What an agent gets and what the gate says: policies, the keys that stand for them, agents' sessions, the kill switch and the verdict.
 * It keeps only hashes of keys. It refuses a key that it does not know in every byte, and it lets a call run without a person only where
 * the table in `decide.ts` says so.
 */
export type { Access, KeyEntry, PolicyEntry, SessionEntry } from "./access.ts";
export { decide } from "./decide.ts";
export { PolicyError } from "./policy-error.ts";
export { openAccess } from "./open-access.ts";
export { createToolsets, isGranted, type Toolset } from "./toolset.ts";
