/** Credentials, policies, connector keys and the agents' sessions. */
import * as z from "zod";
import { authType } from "./auth.ts";
import { connectorId, credentialId, keyId, memberId, policyId, sessionId, teamId } from "./ids.ts";
import { autonomousScope, taint } from "./gate.ts";
import { displayName, memberRef, moment, plainTrustLevel, shownOnce, trustLevel } from "./values.ts";
import { sealedEntry } from "./vault.ts";

/** Whose value it is: one for the organization, one for each team, or one for each member. */
export const credentialScope = z.enum(["org_secret", "team_secret", "user_secret"]);
export type CredentialScope = z.infer<typeof credentialScope>;

/**
 * How a credential is doing. `no-value`: nothing is set for whom it is asked. `due`: its value is older than it should be. `unused`: no
 * connector uses it. `unreadable`: its value does not open.
 */
export const credentialHealth = z.enum(["ok", "no-value", "due", "unused", "unreadable"]);
export type CredentialHealth = z.infer<typeof credentialHealth>;

/** A credential as people see it: the reference, never the value. */
export const credentialSummary = z.object({
  id: credentialId,
  name: z.string(),
  scope: credentialScope,
  authType,
  /** For `user_secret`: whether the person who asks has set their own. For `team_secret`: whether a team of theirs has. */
  hasValue: z.boolean(),
  /** Which fields have a value that an edit keeps. */
  setFields: z.array(z.string()),
  createdAt: moment,
  /** When the value (for `user_secret`: one's own) was last set. */
  setAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  /** When a new value is due; null: never. */
  dueAt: moment.nullable(),
  /** After how many days; null: as the organization sets. */
  remindAfterDays: z.int().nullable(),
  health: credentialHealth,
  /** For `team_secret`: the teams and whether each has a value. */
  teams: z.array(
    z.object({ id: teamId, name: z.string(), hasValue: z.boolean(), setAt: moment.nullable(), maySet: z.boolean() }),
  ),
  /** For `user_secret`: how many of the members have set theirs. */
  members: z.object({ set: z.int(), of: z.int() }),
  usedBy: z.array(z.object({ connectorId, connectorName: z.string(), as: z.string() })),
});
export type CredentialSummary = z.infer<typeof credentialSummary>;

/** A new credential, without a value: that is entered sealed, with `setSecret`. */
export const createCredentialInput = z.object({
  name: displayName,
  scope: credentialScope,
  authType,
  remindAfterDays: z.int().min(0).max(3650).nullable(),
});
/** Another name or reminder. */
export const updateCredentialInput = z.object({
  id: credentialId,
  name: displayName,
  remindAfterDays: z.int().min(0).max(3650).nullable(),
});
/** Sets or replaces values: the organization's, a team's, or for `user_secret` one's own. */
export const setSecretInput = z.object({ id: credentialId, entry: sealedEntry });
/** Removes a value: the organization's, that of a team, or one's own. */
export const clearSecretInput = z.object({ id: credentialId, teamId: teamId.optional() });

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
  trustLevel: plainTrustLevel,
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
  /** What it may do on its own; null unless `trustLevel` is `autonomous`. */
  scope: autonomousScope.nullable(),
  /** What it read that strangers may have written; null: nothing since it was last cleared. */
  taint: taint.nullable(),
  state: z.enum(["active", "paused", "ended"]),
  pausedReason: z.string().nullable(),
  startedAt: moment,
  lastSeenAt: moment,
  calls: z.object({ total: z.int(), waiting: z.int(), failed: z.int(), denied: z.int() }),
});
export type AgentSession = z.infer<typeof agentSession>;
