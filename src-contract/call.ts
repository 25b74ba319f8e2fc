/** Calls: how one is asked for, decided, carried out and explained. */
import * as z from "zod";
import { operation, toolDefinition, toolRisk, suggestion } from "./connector.ts";
import { callId, connectorId, digest, keyId, sessionId, toolId } from "./ids.ts";
import { json, jsonObject, memberRef, moment, riskClass, trustLevel } from "./values.ts";

/** Where a call stands. `interrupted`: it was sent, then Gatehouse died before the answer; it is not sent again. */
export const callStateKind = z.enum([
  "received",
  "awaiting",
  "approved",
  "executing",
  "succeeded",
  "failed",
  "denied",
  "refused",
  "expired",
  "cancelled",
  "interrupted",
]);
export type CallStateKind = z.infer<typeof callStateKind>;

/** Who asks for a call. */
export const asker = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("agent"),
    sessionId,
    keyId,
    keyName: z.string(),
    policyName: z.string(),
    clientName: z.string(),
    clientVersion: z.string(),
  }),
  /** A person, from the tool's page. */
  z.object({ kind: z.literal("member"), member: memberRef }),
]);
export type Asker = z.infer<typeof asker>;

/** Why a call runs, asks or is refused: the rule and what it saw. */
export const verdictReason = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("class-under-trust"), riskClass, trustLevel }),
  z.object({ kind: z.literal("definition-changed"), was: riskClass, trustLevel }),
  z.object({ kind: z.literal("vault-value-in-arguments"), names: z.array(z.string()) }),
  z.object({ kind: z.literal("stopped"), by: z.string() }),
  z.object({ kind: z.literal("session-paused"), by: z.string() }),
  z.object({ kind: z.literal("tool-off") }),
  z.object({ kind: z.literal("not-in-policy") }),
]);
export type VerdictReason = z.infer<typeof verdictReason>;

/** What the gate says: run, ask a person, or refuse. */
export const verdict = z.object({ kind: z.enum(["allow", "ask", "deny"]), reason: verdictReason });
export type Verdict = z.infer<typeof verdict>;

/** What is unusual about a call. */
export const warning = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("first-call") }),
  z.object({ kind: z.literal("first-call-by-agent") }),
  z.object({ kind: z.literal("definition-changed") }),
  z.object({ kind: z.literal("invisible-characters"), where: z.enum(["arguments", "description"]), count: z.int() }),
  z.object({ kind: z.literal("secret-like"), findings: z.array(z.object({ kind: z.string(), path: z.string() })) }),
  z.object({
    kind: z.literal("injection-like"),
    where: z.enum(["arguments", "description"]),
    phrases: z.array(z.string()),
  }),
  z.object({ kind: z.literal("credential-missing"), names: z.array(z.string()) }),
  z.object({ kind: z.literal("connector-down"), message: z.string() }),
  z.object({ kind: z.literal("arguments-edited"), by: z.string() }),
]);
export type Warning = z.infer<typeof warning>;

/** With whose account a call would go out: references, never values. */
export const credentialRef = z.object({
  name: z.string(),
  scope: z.enum(["org_secret", "team_secret", "user_secret"]),
  as: z.string(),
  owner: z.string().nullable(),
});
export type CredentialRef = z.infer<typeof credentialRef>;

/** A waiting call in the queue. */
export const approvalSummary = z.object({
  callId,
  digest,
  connectorName: z.string(),
  toolName: z.string(),
  toolTitle: z.string().nullable(),
  riskClass,
  askerName: z.string(),
  /** The first line of the arguments, for telling cards apart; the card shows all. */
  gist: z.string(),
  receivedAt: moment,
  /** When the agent's open request ends and it gets a pending result; null: nobody holds a request open. */
  heldUntil: moment.nullable(),
  expiresAt: moment,
  warnings: z.int(),
});
export type ApprovalSummary = z.infer<typeof approvalSummary>;

/** Everything a person needs to decide. The digest covers connector, operation, tool, definition, arguments and credential reference. */
export const approvalCard = z.object({
  callId,
  digest,
  state: callStateKind,
  connector: z.object({
    id: connectorId,
    name: z.string(),
    slug: z.string(),
    kind: z.enum(["mcp-stdio", "mcp-http"]),
    target: z.string(),
  }),
  tool: z.object({
    id: toolId,
    /** Absent: one of the server's own tools. */
    operation: operation.exclude(["tools/call"]).optional(),
    exposedName: z.string(),
    definitionDigest: digest,
    definition: toolDefinition,
  }),
  arguments: jsonObject,
  argumentsBytes: z.int(),
  credentials: z.array(credentialRef),
  risk: toolRisk,
  suggestion,
  asker,
  verdict,
  warnings: z.array(warning),
  lastApproved: z.object({ callId, at: moment, by: memberRef, arguments: jsonObject }).nullable(),
  receivedAt: moment,
  heldUntil: moment.nullable(),
  expiresAt: moment,
  isAgentConnected: z.boolean(),
  /** The last time that the vault was locked while the call waited. `from` is null when Gatehouse was stopped without being told to lock. */
  lockedMeanwhile: z.object({ from: moment.nullable(), to: moment }).nullable(),
});
export type ApprovalCard = z.infer<typeof approvalCard>;

/** Approves exactly what was shown. */
export const approveInput = z.object({ callId, digest });
/** Approves other arguments than were asked for. `digest` is that of the card that was shown. */
export const approveEditedInput = z.object({ callId, digest, arguments: jsonObject });
/** Says no. The agent receives the reason. */
export const denyInput = z.object({ callId, digest, reason: z.string().trim().min(1).max(500) });

/** Whether edited arguments fit, before anyone approves them. */
export const checkResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fits"), digest, warnings: z.array(warning) }),
  z.object({ kind: z.literal("does-not-fit"), problems: z.array(z.object({ path: z.string(), message: z.string() })) }),
]);
export type CheckResult = z.infer<typeof checkResult>;

/** A call in the activity list. */
export const callSummary = z.object({
  id: callId,
  state: callStateKind,
  connectorName: z.string(),
  toolName: z.string(),
  riskClass,
  verdict: z.enum(["allow", "ask", "deny"]),
  askerName: z.string(),
  askerKind: z.enum(["agent", "member"]),
  decidedBy: z.string().nullable(),
  receivedAt: moment,
  endedAt: moment.nullable(),
  /** Time spent at the connector. */
  tookMs: z.int().nullable(),
  redactions: z.int(),
});
export type CallSummary = z.infer<typeof callSummary>;

/** What was removed from a result. */
export const redactionNote = z.object({ kind: z.string(), placeholder: z.string(), path: z.string(), length: z.int() });
export type RedactionNote = z.infer<typeof redactionNote>;

/** One step in the life of a call, as the audit log has it. */
export const callStep = z.object({
  at: moment,
  action: z.string(),
  actor: z.string(),
  /** Number of the audit entry. */
  seq: z.int(),
  detail: jsonObject,
});
export type CallStep = z.infer<typeof callStep>;

/** A call that explains itself: why it was asked, who decided, what ran, what was removed. */
export const callDetail = callSummary.extend({
  connectorId,
  toolId,
  exposedName: z.string(),
  digest,
  definitionDigest: digest,
  credentials: z.array(credentialRef),
  asker,
  risk: toolRisk,
  verdictReason,
  warnings: z.array(warning),
  decision: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("approved"), by: memberRef, at: moment, digest }),
      z.object({ kind: z.literal("approved-edited"), by: memberRef, at: moment, digest, executedDigest: digest }),
      z.object({ kind: z.literal("denied"), by: memberRef, at: moment, digest, reason: z.string() }),
    ])
    .nullable(),
  /** What the agent asked for. Null once its body was erased by retention. */
  proposedArguments: jsonObject.nullable(),
  /** What was sent, when it was sent. */
  executedArguments: jsonObject.nullable(),
  /** The redacted result, as the agent got it. */
  result: json.nullable(),
  resultBytes: z.int().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  redactionNotes: z.array(redactionNote),
  steps: z.array(callStep),
});
export type CallDetail = z.infer<typeof callDetail>;

/** Filters of the activity list; all that are given must hold. */
export const callFilter = z.object({
  states: z.array(callStateKind).optional(),
  connectorId: connectorId.optional(),
  sessionId: sessionId.optional(),
  /** Words looked for in tool, connector and asker names. */
  text: z.string().max(200).optional(),
  /** Only calls received before this one, newest first. */
  before: callId.optional(),
  limit: z.int().min(1).max(200),
});
/** A page of the activity list. */
export const callPage = z.object({ calls: z.array(callSummary), hasMore: z.boolean() });

/** A call that a person makes from a tool's page. */
export const tryInput = z.object({ toolId, arguments: jsonObject });

/** An entry of the audit log, for the list of what admins changed. */
export const auditEntry = z.object({
  seq: z.int(),
  at: moment,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: jsonObject,
  hash: digest,
});
export type AuditEntry = z.infer<typeof auditEntry>;
/** Which entries of the audit log: before an entry, and of everything or of what admins did. */
export const auditFilter = z.object({
  before: z.int().optional(),
  limit: z.int().min(1).max(200),
  kind: z.enum(["all", "admin"]),
});
/** A page of the audit log, newest first. */
export const auditPage = z.object({ entries: z.array(auditEntry), hasMore: z.boolean() });

/** What a check of the whole log found. */
export const auditVerification = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("intact"), entries: z.int(), head: digest, tookMs: z.int() }),
  z.object({ kind: z.literal("broken"), entries: z.int(), atSeq: z.int(), reason: z.string() }),
]);
export type AuditVerification = z.infer<typeof auditVerification>;
