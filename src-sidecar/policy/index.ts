/**
 * What an agent gets and what the gate says: policies, the keys that stand for them, agents' sessions, the kill switch and the verdict.
 * It keeps only hashes of keys. It refuses a key that it does not know in every byte, and it lets a call run without a person only where
 * the table in `decide.ts` says so.
 */
export { PolicyError, type PolicyErrorCode } from "./policy-error.ts";
export type {
  Access,
  AccessOptions,
  Authentication,
  ClientClaim,
  KeyEntry,
  KeyInput,
  Keys,
  Policies,
  PolicyEntry,
  SessionEntry,
  Sessions,
  SessionState,
  Settings,
  ShownKey,
} from "./access.ts";
export { decide, type DecideInput } from "./decide.ts";
export {
  createToolsets,
  isGranted,
  toolsetOf,
  type GrantableTool,
  type Toolset,
  type Toolsets,
  type ToolSource,
} from "./toolset.ts";
export { openAccess } from "./open-access.ts";
