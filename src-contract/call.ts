/** Calls: how one is asked for, decided, carried out and explained. */
import * as z from "zod";
import { operation, toolDefinition, toolRisk, suggestion } from "./connector.ts";
import { approvalVote, dataFlow, notApplied, requirements, taint } from "./gate.ts";
import { accountHealth } from "./oauth.ts";
import { callId, connectorId, digest, keyId, scopeId, sessionId, standingId, toolId } from "./ids.ts";
import { json, jsonObject, memberRef, moment, riskClass, secretInput, trustLevel } from "./values.ts";

/**
 * Where a call stands. `interrupted`: it was sent, then Gatehouse died before the answer; it is not sent again. `reviewing`: it was carried
 * out and its result waits for a person. `withheld`: a person, or the end of the wait, kept the result from the agent.
 */
export const callStateKind = z.enum([
  "received",
  "awaiting",
  "approved",
  "executing",
  "reviewing",
  "succeeded",
  "failed",
  "withheld",
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
  /** A person approved calls of this shape before. */
  z.object({ kind: z.literal("standing-approval"), standingId, by: memberRef, riskClass }),
  /** The session may do this on its own. */
  z.object({ kind: z.literal("in-scope"), scopeId, by: memberRef, riskClass }),
  /** The connector's approval policy says so, whatever the trust level. */
  z.object({ kind: z.literal("connector-rule"), rule: z.enum(["run", "ask", "refuse"]), riskClass, trustLevel }),
  /** It would have run, but the session read what strangers may have written, and this call could send data out. */
  z.object({ kind: z.literal("tainted"), source: taint, riskClass, trustLevel }),
]);
export type VerdictReason = z.infer<typeof verdictReason>;

/** What the gate says: run, ask a person, or refuse. */
export const verdict = z.object({
  kind: z.enum(["allow", "ask", "deny"]),
  reason: verdictReason,
  /** Standing approvals and scopes for this tool that did not let it run, at most 5, and why. */
  notApplied: z.array(notApplied).max(5).optional(),
});
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
  /** The call would fail: the account that it would go out with is not connected, or needs to be connected again. */
  z.object({ kind: z.literal("account-trouble"), accounts: z.array(accountHealth) }),
  z.object({ kind: z.literal("arguments-edited"), by: z.string() }),
  /** What the session read before, and that this call could carry it out. */
  z.object({ kind: z.literal("tainted"), source: taint }),
  /** Arguments that the tool's schema does not name. */
  z.object({ kind: z.literal("unexpected-arguments"), paths: z.array(z.string()) }),
  /** The description speaks of tools of other connectors. */
  z.object({ kind: z.literal("mentions-other-tools"), names: z.array(z.string()) }),
]);
export type Warning = z.infer<typeof warning>;

/** With whose account a call would go out: references, never values. */
export const credentialRef = z.object({
  name: z.string(),
  /** `oauth`: `name` is the provider's. */
  scope: z.enum(["org_secret", "team_secret", "user_secret", "oauth"]),
  as: z.string(),
  owner: z.string().nullable(),
  /** With `oauth`: what the account is called at its provider; null where none is connected or its name is not known. */
  account: z.string().nullable().optional(),
  /** With an account whose name is not known: when it was connected, which tells it from another one. */
  since: moment.optional(),
});
export type CredentialRef = z.infer<typeof credentialRef>;

/** A waiting call, or a result that waits to be looked at, in the queue. Calls of one `digest` are identical. */
export const approvalSummary = z.object({
  kind: z.enum(["call", "result"]),
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
  requirements,
  /** How many have approved so far, of those it needs. */
  votes: z.int(),
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
  flow: dataFlow,
  suggestion,
  asker,
  verdict,
  warnings: z.array(warning),
  requirements,
  /** Who has approved already. */
  votes: z.array(approvalVote),
  /** Why the person who asks cannot approve this call; null: they can. */
  cannotApprove: z.enum(["not-an-approver", "already-approved"]).nullable(),
  /** How many other waiting calls are identical. */
  identical: z.int(),
  lastApproved: z.object({ callId, at: moment, by: memberRef, arguments: jsonObject }).nullable(),
  receivedAt: moment,
  heldUntil: moment.nullable(),
  expiresAt: moment,
  isAgentConnected: z.boolean(),
  /** The last time that the vault was locked while the call waited. `from` is null when Gatehouse was stopped without being told to lock. */
  lockedMeanwhile: z.object({ from: moment.nullable(), to: moment }).nullable(),
});
export type ApprovalCard = z.infer<typeof approvalCard>;

const reason = z.string().trim().min(1).max(500);
/** What a policy can ask of who approves: a reason for the log, and the passphrase. */
const proof = { reason: reason.optional(), passphrase: secretInput.optional() };

/** Approves exactly what was shown. */
export const approveInput = z.object({ callId, digest, ...proof });
/** Approves other arguments than were asked for. `digest` is that of the card that was shown. A call that needs several people cannot be edited. */
export const approveEditedInput = z.object({ callId, digest, arguments: jsonObject, ...proof });
/** `counted`: more people have to approve before it runs. */
export const approveOutput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("approved") }),
  z.object({ kind: z.literal("counted"), votes: z.int(), needed: z.int() }),
]);
const shownCalls = z.array(z.object({ callId, digest })).min(1).max(200);
/** Decides about several calls that were shown together. */
export const approveManyInput = z.object({ calls: shownCalls, ...proof });
/** Says no to several calls that were shown together, with one reason. */
export const denyManyInput = z.object({ calls: shownCalls, reason });
/** What became of each; `code` is a stable error code. */
export const decideManyOutput = z.array(
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("decided"), callId }),
    z.object({ kind: z.literal("counted"), callId, votes: z.int(), needed: z.int() }),
    z.object({ kind: z.literal("failed"), callId, code: z.string(), message: z.string() }),
  ]),
);
/** Says no. The agent receives the reason. */
export const denyInput = z.object({ callId, digest, reason });
/** Gives the agent the result that was shown. `digest` is that of the result's card. */
export const releaseInput = z.object({ callId, digest });
/** Keeps the result from the agent, which receives the reason instead. The call itself has happened. */
export const withholdInput = z.object({ callId, digest, reason });

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

/** What was noticed about a result, which is somebody else's text. A label for people, no protection. */
export const resultNotice = z.object({
  /** Invisible characters and terminal escapes that were taken out. */
  stripped: z.int(),
  /** Phrases that look like instructions to a model. */
  phrases: z.array(z.string()),
});
export type ResultNotice = z.infer<typeof resultNotice>;

/** A result that waits for a person before its agent gets it. `digest` covers exactly what is shown. */
export const resultCard = z.object({
  callId,
  digest,
  connector: approvalCard.shape.connector,
  tool: z.object({ id: toolId, exposedName: z.string(), title: z.string().nullable() }),
  asker,
  risk: toolRisk,
  executedArguments: jsonObject,
  /** As the agent would get it: redacted. */
  result: json,
  resultBytes: z.int(),
  isError: z.boolean(),
  redactionNotes: z.array(redactionNote),
  notice: resultNotice,
  tookMs: z.int(),
  answeredAt: moment,
  heldUntil: moment.nullable(),
  expiresAt: moment,
  /** Whether who reads it may release it: not where the policy names the tool's approvers and they are none of them. Withhold they may. */
  mayRelease: z.boolean(),
});
export type ResultCard = z.infer<typeof resultCard>;

/** One step in the life of a call, as the audit log has it. */
export const callStep = z.object({
  at: moment,
  action: z.string(),
  actor: z.string(),
  /** Number of the audit entry. */
  seq: z.int(),
  detail: jsonObject.nullable(),
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
  verdict,
  flow: dataFlow,
  requirements,
  votes: z.array(approvalVote),
  decision: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("approved"), by: memberRef, at: moment, digest, reason: z.string().optional() }),
      z.object({
        kind: z.literal("approved-edited"),
        by: memberRef,
        at: moment,
        digest,
        executedDigest: digest,
        reason: z.string().optional(),
      }),
      z.object({ kind: z.literal("denied"), by: memberRef, at: moment, digest, reason: z.string() }),
    ])
    .nullable(),
  /** What a person did with the result; null: nobody looked at it before the agent. */
  review: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("released"), by: memberRef, at: moment }),
      z.object({ kind: z.literal("withheld"), by: memberRef.nullable(), at: moment, reason: z.string() }),
    ])
    .nullable(),
  notice: resultNotice.nullable(),
  /** Why arguments and result are null when they are: erased by retention, or kept from the role of who asks. */
  payload: z.enum(["shown", "erased", "hidden"]),
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
