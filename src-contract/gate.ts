/** The gate: what may run without a person (standing approvals, Autonomous scopes), and what a connector asks of its approvers. */
import * as z from "zod";
import { callId, connectorId, digest, keyId, memberId, scopeId, sessionId, standingId, toolId } from "./ids.ts";
import { json, memberRef, moment, riskClass } from "./values.ts";

/**
 * What the value of one argument must be. `prefix` and `glob` hold for texts, `range` for numbers, its ends included. Comparison is by
 * canonical JSON; case counts.
 *
 * In a glob `*` is anything but a slash, forward or back, `**` is anything, and `?` is one character but no such slash; where the glob has
 * `://`, neither `*` nor `?` is a `?`, `#` or `@`. A text of more than 4,096 characters matches no glob but `**`. A text that goes up a folder
 * (`..`, however it is written) more often than the pattern fits no prefix and no glob but `**`. A prefix that ends in the name of a host fits
 * that host alone.
 */
export const argumentTest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("equals"), value: json }),
  z.object({ kind: z.literal("prefix"), prefix: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal("glob"), glob: z.string().min(1).max(1024) }),
  z
    .object({ kind: z.literal("range"), min: z.number().nullable(), max: z.number().nullable() })
    .refine(({ min, max }) => min !== null || max !== null, "needs a least or a greatest value")
    .refine(({ min, max }) => min === null || max === null || min <= max, "the least is greater than the greatest"),
  z.object({ kind: z.literal("one-of"), values: z.array(json).min(1).max(100) }),
]);
export type ArgumentTest = z.infer<typeof argumentTest>;

/** A test of the argument at a JSON pointer. An argument that is absent passes no test. @see RFC 6901 */
export const argumentCondition = z.object({
  path: z
    .string()
    .max(512)
    .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, "must be a JSON pointer such as /repo"),
  test: argumentTest,
});
export type ArgumentCondition = z.infer<typeof argumentCondition>;

/**
 * Which calls of one tool are meant: all conditions hold. `others`: what may stand in arguments that no condition covers; `none` refuses
 * a call that has any. `definitionDigest` is that of the definition that the person saw; under another one nothing runs.
 */
export const callShape = z.object({
  toolId,
  definitionDigest: digest,
  conditions: z.array(argumentCondition).max(64),
  others: z.enum(["any", "none"]),
});
export type CallShape = z.infer<typeof callShape>;

/** The tool of a shape, for people. */
export const shapedTool = z.object({
  id: toolId,
  connectorId,
  connectorName: z.string(),
  /** The name at its server. */
  name: z.string(),
  exposedName: z.string(),
  title: z.string().nullable(),
  riskClass,
});

/** Whom a standing approval serves: every session of a key, or one session. */
export const standingSubject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("key"), keyId }),
  z.object({ kind: z.literal("session"), sessionId }),
]);
export type StandingSubject = z.infer<typeof standingSubject>;

/** Approves calls of one shape in advance, until a time or for a count (at least one of them is given). */
export const createStandingInput = z
  .object({
    shape: callShape,
    subject: standingSubject,
    expiresAt: moment.nullable(),
    maxUses: z.int().min(1).max(10_000).nullable(),
    /** The waiting or ended call whose card it was made from. */
    fromCallId: callId.nullable(),
  })
  .refine(({ expiresAt, maxUses }) => expiresAt !== null || maxUses !== null, "needs an end: a time or a count");
export type CreateStandingInput = z.infer<typeof createStandingInput>;

/** `paused`: the tool's definition or class is no longer the one that it was made for. Only `active` ones let anything run. */
export const standingState = z.enum(["active", "paused", "expired", "used-up", "revoked"]);

/** A standing approval. */
export const standingApproval = z.object({
  id: standingId,
  tool: shapedTool,
  conditions: z.array(argumentCondition),
  others: callShape.shape.others,
  subject: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("key"), keyId, keyName: z.string() }),
    z.object({ kind: z.literal("session"), sessionId, clientName: z.string(), keyName: z.string() }),
  ]),
  createdBy: memberRef,
  createdAt: moment,
  /** Made by an admin, who named this very tool: only then it lets Dangerous and Unknown calls run. */
  isNamedByAdmin: z.boolean(),
  expiresAt: moment.nullable(),
  maxUses: z.int().nullable(),
  uses: z.int(),
  lastUsedAt: moment.nullable(),
  fromCallId: callId.nullable(),
  state: standingState,
});
export type StandingApproval = z.infer<typeof standingApproval>;

/** What an agent's session may do on its own: named tools under conditions, so many calls, for so long. */
export const grantScopeInput = z.object({
  sessionId,
  tools: z.array(callShape).min(1).max(50),
  maxCalls: z.int().min(1).max(1000),
  forMs: z.int().min(60_000).max(86_400_000),
});
export type GrantScopeInput = z.infer<typeof grantScopeInput>;

/** A scope that is in force. It ends by its time, its count, or a person; the session is Supervised then. */
export const autonomousScope = z.object({
  id: scopeId,
  tools: z.array(
    z.object({
      tool: shapedTool,
      conditions: z.array(argumentCondition),
      others: callShape.shape.others,
      /** An admin granted it and so named this very tool. */
      isNamedByAdmin: z.boolean(),
      /** Its definition or class changed since: it lets nothing run. */
      isPaused: z.boolean(),
    }),
  ),
  maxCalls: z.int(),
  callsLeft: z.int(),
  grantedBy: memberRef,
  grantedAt: moment,
  expiresAt: moment,
});
export type AutonomousScope = z.infer<typeof autonomousScope>;

/** Why a standing approval or a scope of the session did not let a call run. */
export const notApplied = z.object({
  kind: z.enum(["standing", "scope"]),
  id: z.uuid(),
  why: z.enum(["arguments", "expired", "used-up", "paused", "manual", "needs-admin", "connector-rule", "tainted"]),
  /** For `arguments`: the pointer of the first argument that did not fit. */
  path: z.string().optional(),
});
export type NotApplied = z.infer<typeof notApplied>;

/** What a session read that strangers may have written: the first such result since it was last cleared. */
export const taint = z.object({
  callId,
  connectorName: z.string(),
  toolName: z.string(),
  at: moment,
  /** Phrases in it that look like instructions to a model. */
  phrases: z.array(z.string()),
});
export type Taint = z.infer<typeof taint>;

/**
 * Where data may flow through a tool. `readsOutside`: what it returns may have been written by strangers. `sendsOut`: its arguments may
 * reach somebody outside. An admin says so at the review; what nobody reviewed is taken to do both.
 */
export const dataFlow = z.object({ readsOutside: z.boolean(), sendsOut: z.boolean() });
export type DataFlow = z.infer<typeof dataFlow>;

/** What one tool asks of its approvers beyond its connector's policy. */
export const toolApproval = z.object({
  toolId,
  /** How many different people have to approve a call, out of whom; an empty `from`: any operator or admin. */
  approvers: z.object({ needed: z.int().min(1).max(10), from: z.array(memberId).max(100) }),
  needsReason: z.boolean(),
  needsPassphrase: z.boolean(),
  reviewsResult: z.boolean(),
});
export type ToolApproval = z.infer<typeof toolApproval>;

/**
 * A connector's approval policy. It can make things stricter, or let Read-only calls run where the trust level would ask (Manual).
 * `ask`: a person is asked whatever trust level, scope or standing approval says. `refuse`: nobody is asked, nothing runs.
 */
export const connectorApproval = z.object({
  readOnly: z.enum(["as-trust", "run", "ask"]),
  moderate: z.enum(["as-trust", "ask", "refuse"]),
  dangerous: z.enum(["as-trust", "ask", "refuse"]),
  unknown: z.enum(["as-trust", "ask", "refuse"]),
  /** Whoever approves has to say why; the reason is kept in the audit log. */
  needsReason: z.boolean(),
  /** What a Dangerous (or Unknown) call needs beside the press: the key held for a second, or the passphrase. */
  dangerousNeeds: z.enum(["hold", "passphrase"]),
  /** Which results a person sees before the agent gets them. */
  reviewsResults: z.enum(["none", "flagged", "all"]),
  tools: z
    .array(toolApproval)
    .max(500)
    .refine((all) => new Set(all.map((one) => one.toolId)).size === all.length, "each tool may appear once"),
});
export type ConnectorApproval = z.infer<typeof connectorApproval>;

/** The policy of a connector that nobody set one for. */
export const DEFAULT_APPROVAL: ConnectorApproval = {
  readOnly: "as-trust",
  moderate: "as-trust",
  dangerous: "as-trust",
  unknown: "as-trust",
  needsReason: false,
  dangerousNeeds: "hold",
  reviewsResults: "none",
  tools: [],
};

/** What has to be done to approve one call. */
export const requirements = z.object({
  /** `press`: Enter. `hold`: a deliberate second gesture in the window. `passphrase`: the sidecar checks it. */
  gesture: z.enum(["press", "hold", "passphrase"]),
  needsReason: z.boolean(),
  /** How many different people must approve. */
  needed: z.int(),
  /** Out of whom; empty: any operator or admin. */
  from: z.array(memberRef),
  reviewsResult: z.boolean(),
});
export type Requirements = z.infer<typeof requirements>;

/** One person's yes to a call that needs several. */
export const approvalVote = z.object({ by: memberRef, at: moment, reason: z.string().nullable() });
export type ApprovalVote = z.infer<typeof approvalVote>;
