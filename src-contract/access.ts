/** Credentials, policies, connector keys and the agents' sessions. */
import * as z from "zod";
import { connectorId, credentialId, keyId, memberId, policyId, sessionId } from "./ids.ts";
import { displayName, memberRef, moment, secretInput, shownOnce, trustLevel } from "./values.ts";

/** Whose value it is: one for the organization, or one for each member. */
export const credentialScope = z.enum(["org_secret", "user_secret"]);
export type CredentialScope = z.infer<typeof credentialScope>;

/** A credential as people see it: the reference, never the value. */
export const credentialSummary = z.object({
  id: credentialId,
  name: z.string(),
  scope: credentialScope,
  /** For `user_secret`: whether the person who asks has set their own. */
  hasValue: z.boolean(),
  createdAt: moment,
  /** When the value (for `user_secret`: one's own) was last set. */
  setAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  usedBy: z.array(z.object({ connectorId, connectorName: z.string(), as: z.string() })),
});
export type CredentialSummary = z.infer<typeof credentialSummary>;

/** A new credential. A `user_secret` may be declared without a value: each member sets their own. */
export const createCredentialInput = z.object({
  name: displayName,
  scope: credentialScope,
  secret: secretInput.optional(),
});
/** Sets or replaces the value: the organization's, or for `user_secret` one's own. */
export const setSecretInput = z.object({ id: credentialId, secret: secretInput });

/** Which tools of one connector a policy gives. `all` includes tools that appear later (Unknown until classified). */
export const grant = z.object({
  connectorId,
  tools: z.union([z.literal("all"), z.array(z.string().max(512)).max(2000)]),
});
export type Grant = z.infer<typeof grant>;

/** How tools are named to agents: `<slug>__<tool>`, or the tool's own name where a policy has a single connector. */
export const nameForm = z.enum(["namespaced", "plain"]);
export type NameForm = z.infer<typeof nameForm>;

/** What an agent gets. */
export const policyBody = z.object({
  name: displayName,
  trustLevel,
  nameForm,
  grants: z.array(grant).max(200),
});
export type PolicyBody = z.infer<typeof policyBody>;

/** A policy with what hangs on it. */
export const policySummary = policyBody.extend({
  id: policyId,
  createdAt: moment,
  toolCount: z.int(),
  keys: z.array(z.object({ id: keyId, name: z.string() })),
});
export type PolicySummary = z.infer<typeof policySummary>;

/** A connector key as people see it: never its secret. */
export const keySummary = z.object({
  id: keyId,
  name: z.string(),
  policyId,
  policyName: z.string(),
  /** The member that calls act as; null: shared by several. */
  member: memberRef.nullable(),
  createdAt: moment,
  regeneratedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  state: z.enum(["active", "revoked"]),
});
export type KeySummary = z.infer<typeof keySummary>;

/** A new key: `memberId` is whom its calls act as, null for a key that several share. */
export const createKeyInput = z.object({ name: displayName, policyId, memberId: memberId.nullable() });
/** The whole key `tools.{id}.{secret}`; only a hash of it is kept. */
export const keyShownOnce = z.object({ id: keyId, key: shownOnce });

/** One agent's session. Names are what the agent says of itself: never trusted, only shown. */
export const agentSession = z.object({
  id: sessionId,
  keyId: keyId.nullable(),
  keyName: z.string(),
  policyName: z.string(),
  clientName: z.string(),
  clientVersion: z.string(),
  protocolVersion: z.string(),
  trustLevel,
  state: z.enum(["active", "paused", "ended"]),
  pausedReason: z.string().nullable(),
  startedAt: moment,
  lastSeenAt: moment,
  calls: z.object({ total: z.int(), waiting: z.int(), failed: z.int(), denied: z.int() }),
});
export type AgentSession = z.infer<typeof agentSession>;
