/** Identifiers. All are UUIDv7 text, branded so that one kind cannot stand where another is meant. */
import * as z from "zod";

/** An organization. */
export const orgId = z.uuid().brand<"OrgId">();
export type OrgId = z.infer<typeof orgId>;

/** A person in an organization. */
export const memberId = z.uuid().brand<"MemberId">();
export type MemberId = z.infer<typeof memberId>;

/** A group of members that shares credentials. */
export const teamId = z.uuid().brand<"TeamId">();
export type TeamId = z.infer<typeof teamId>;

/** An admin's invitation to one person. */
export const invitationId = z.uuid().brand<"InvitationId">();
export type InvitationId = z.infer<typeof invitationId>;

/** One sealed entry of a secret: used once. */
export const entryId = z.uuid().brand<"EntryId">();
export type EntryId = z.infer<typeof entryId>;

/** One upstream that agents can reach. */
export const connectorId = z.uuid().brand<"ConnectorId">();
export type ConnectorId = z.infer<typeof connectorId>;

/** A tool of a connector. It keeps its id while the connector keeps a tool of that name. */
export const toolId = z.uuid().brand<"ToolId">();
export type ToolId = z.infer<typeof toolId>;

/** What an agent gets. */
export const policyId = z.uuid().brand<"PolicyId">();
export type PolicyId = z.infer<typeof policyId>;

/** The public half of a connector key `tools.{id}.{secret}`. */
export const keyId = z.uuid().brand<"KeyId">();
export type KeyId = z.infer<typeof keyId>;

/** A named secret of the vault (the reference, never the value). */
export const credentialId = z.uuid().brand<"CredentialId">();
export type CredentialId = z.infer<typeof credentialId>;

/** An authorization server and the app that members connect their accounts with. */
export const providerId = z.uuid().brand<"ProviderId">();
export type ProviderId = z.infer<typeof providerId>;

/** One account at a provider, connected by one member, or by the organization. */
export const accountId = z.uuid().brand<"AccountId">();
export type AccountId = z.infer<typeof accountId>;

/** One try to connect an account, from its begin to its end. */
export const attemptId = z.uuid().brand<"AttemptId">();
export type AttemptId = z.infer<typeof attemptId>;

/** One agent's run of calls under one key. */
export const sessionId = z.uuid().brand<"SessionId">();
export type SessionId = z.infer<typeof sessionId>;

/** Calls of one shape, approved in advance. */
export const standingId = z.uuid().brand<"StandingId">();
export type StandingId = z.infer<typeof standingId>;

/** What one session may do on its own. */
export const scopeId = z.uuid().brand<"ScopeId">();
export type ScopeId = z.infer<typeof scopeId>;

/** One tool call, from its receipt to its outcome. */
export const callId = z.uuid().brand<"CallId">();
export type CallId = z.infer<typeof callId>;

/** SHA-256 as 64 lower-case hex digits. */
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"Digest">();
export type Digest = z.infer<typeof digest>;
