/**
 * Calls: from the moment one is received to its outcome. `path.ts` is the path of one call; `desk.ts` holds the calls that have not
 * ended; `authorize.ts` is the one place where a secret becomes a header or an environment variable. It refuses arguments that do not
 * fit the schema, sends nothing whose intent is not on the disk, and sends nothing twice.
 */
export { decodeAuth, encodeAuth, wipeAuth, type AuthBytes } from "../base/auth-blob.ts";
export { materialProblems } from "./auth-rules.ts";
export {
  authorize,
  materialOf,
  mergeMaterial,
  sealable,
  secretForms,
  type Carrier,
  type SecretBinding,
  type SecretSource,
  type TokenSource,
} from "./authorize.ts";
export { callableTool } from "./callable-tool.ts";
export { createCleaner } from "./clean.ts";
export { CallError } from "./call-error.ts";
export { CallDesk, type CallHandle, type CallStage } from "./desk.ts";
export { LOG_LEVELS, type LogLine } from "./log-lines.ts";
export type { CallableTool, CallOutcome, Progress } from "./live-call.ts";
export { resealDecision } from "./sealed-decision.ts";
export type { BodyField, CallPorts, Cleaner } from "./ports.ts";
export type { Approver } from "./decisions.ts";
export { CONTENT_MARK } from "./mark-result.ts";
export { approvalCardOf, approvalSummaryOf, callDetailOf, callSummaryOf, resultCardOf, type Reader } from "./read.ts";
