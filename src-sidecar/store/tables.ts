import type { CallStateKind, Verdict } from "../../src-contract/call.ts";
import type { Operation } from "../../src-contract/connector.ts";
import type { CredentialScope, NameForm } from "../../src-contract/access.ts";
import type { AuthType } from "../../src-contract/auth.ts";
import type { PlainTrustLevel, RiskClass, Role } from "../../src-contract/values.ts";
import type {
  AccountId,
  CallId,
  ConnectorId,
  CredentialId,
  Digest,
  InvitationId,
  KeyId,
  MemberId,
  OrgId,
  PolicyId,
  ProviderId,
  ScopeId,
  SessionId,
  StandingId,
  TeamId,
  ToolId,
} from "../../src-contract/ids.ts";

/** Rows as they stand in the databases: ids are text, moments integer milliseconds, booleans 0 or 1, JSON and envelopes as named. */

/** 0 is false, 1 is true. */
export type Flag = 0 | 1;
/** JSON as text. */
export type JsonText = string;

/** `studio.db`: what the studio knows without any organization's keys. */
export interface StudioTables {
  readonly org: OrgEntryRow;
  readonly device: DeviceRow;
}

export interface OrgEntryRow {
  readonly id: OrgId;
  readonly name: string;
  readonly created_at: number;
}

/** Facts about this installation, such as the port of the agents' door. */
export interface DeviceRow {
  readonly name: string;
  readonly value: string;
}

/** `org.db`: everything of one organization. */
export interface OrgTables {
  readonly org: OrgRow;
  readonly member: MemberRow;
  readonly team: TeamRow;
  readonly team_member: TeamMemberRow;
  readonly invitation: InvitationRow;
  readonly vault_record: VaultRecordRow;
  readonly secret: SecretRow;
  readonly credential: CredentialRow;
  readonly provider: ProviderRow;
  readonly account: AccountRow;
  readonly late_answer: LateAnswerRow;
  readonly oauth_lease: LeaseRow;
  readonly connector: ConnectorRow;
  readonly tool: ToolRow;
  readonly classification: ClassificationRow;
  readonly policy: PolicyRow;
  readonly policy_grant: PolicyGrantRow;
  readonly connector_key: ConnectorKeyRow;
  readonly agent_session: AgentSessionRow;
  readonly standing_approval: StandingRow;
  readonly call: CallRow;
  readonly audit: AuditRow;
  readonly audit_key: AuditKeyRow;
  readonly audit_signer: AuditSignerRow;
  readonly audit_checkpoint: AuditCheckpointRow;
  readonly setting: SettingRow;
}

export interface OrgRow {
  readonly id: OrgId;
  readonly name: string;
  readonly created_at: number;
}

/** `invited`: an admin is confirming their answer. `removed` members stay, because the log and old calls name them. */
export interface MemberRow {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly state: "invited" | "active" | "removed";
  readonly created_at: number;
  readonly last_signed_in_at: number | null;
}

export interface TeamRow {
  readonly id: TeamId;
  readonly name: string;
  readonly created_at: number;
}

export interface TeamMemberRow {
  readonly team_id: TeamId;
  readonly member_id: MemberId;
}

export interface InvitationRow {
  readonly id: InvitationId;
  readonly name: string;
  readonly role: Role;
  /** An array of team ids. */
  readonly teams: JsonText;
  readonly created_by: MemberId;
  readonly created_at: number;
  readonly expires_at: number;
}

/** Keys of the vault in their sealed form; `body` is defined by the vault's FORMAT.md. */
export interface VaultRecordRow {
  readonly kind: string;
  readonly id: string;
  readonly body: JsonText;
}

export interface SecretRow {
  readonly id: string;
  readonly scope: "org" | "team" | "user";
  readonly scope_id: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly field: string;
  readonly schema: number;
  readonly rev: number;
  readonly key_version: number;
  readonly envelope: Uint8Array;
  readonly created_at: number;
  readonly set_at: number;
}

export interface CredentialRow {
  readonly id: CredentialId;
  readonly name: string;
  readonly scope: CredentialScope;
  readonly auth_type: AuthType;
  /** 0: never; null: as the organization sets. */
  readonly remind_after_days: number | null;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

/** An authorization server and its app. */
export interface ProviderRow {
  readonly id: ProviderId;
  readonly name: string;
  readonly config: JsonText;
  /** Counts changes of the config. */
  readonly revision: number;
  /** A note for lists: as whom Gatehouse is known there. What counts is in the vault. */
  readonly registrations: JsonText;
  readonly created_at: number;
  readonly created_by: string;
}

/** A note for lists of a connected account: what counts is the grant in the vault. `member_id` null: the organization's. */
export interface AccountRow {
  readonly id: AccountId;
  readonly provider_id: ProviderId;
  readonly member_id: MemberId | null;
  readonly account_name: string | null;
  readonly issuer: string;
  readonly resource: string | null;
  /** Arrays of scopes: granted, and wanted beyond those. */
  readonly scopes: JsonText;
  readonly missing_scopes: JsonText;
  readonly token_type: "bearer" | "dpop";
  readonly expires_at: number | null;
  readonly is_refreshable: Flag;
  /** Another one with every token. */
  readonly generation: number;
  readonly connected_at: number;
  readonly refreshed_at: number | null;
  readonly last_used_at: number | null;
  /** JSON of how it is doing. */
  readonly state: JsonText;
}

/** New tokens of an account that came while the vault was locked, sealed for the next unlock. At most one: the last. */
export interface LateAnswerRow {
  readonly account_id: AccountId;
  readonly box: Uint8Array;
  readonly sealed_at: number;
}

/** Who may refresh an account's tokens now, of all processes. */
export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  readonly until: number;
}

export interface ConnectorRow {
  readonly id: ConnectorId;
  readonly name: string;
  readonly slug: string;
  readonly config: JsonText;
  /** Counts changes of name, config and bindings. */
  readonly revision: number;
  /** JSON of the approval policy. */
  readonly approval: JsonText;
  /** What its server called itself last. */
  readonly server_name: string | null;
  readonly server_version: string | null;
  readonly instructions: string | null;
  readonly created_at: number;
  readonly created_by: string;
}

export interface ToolRow {
  readonly id: ToolId;
  readonly connector_id: ConnectorId;
  readonly operation: Operation;
  readonly name: string;
  readonly exposed_name: string;
  readonly definition: JsonText;
  readonly definition_digest: Digest;
  readonly is_enabled: Flag;
  readonly is_offered: Flag;
  readonly position: number;
  readonly first_seen_at: number;
}

export interface ClassificationRow {
  readonly tool_id: ToolId;
  readonly risk_class: RiskClass;
  readonly definition: JsonText;
  readonly definition_digest: Digest;
  /** JSON of who the server was at the review, and its SHA-256. */
  readonly server: JsonText;
  readonly server_identity: Digest;
  readonly reads_outside: Flag;
  readonly sends_out: Flag;
  readonly set_by: MemberId;
  readonly set_at: number;
}

export interface PolicyRow {
  readonly id: PolicyId;
  readonly name: string;
  readonly trust_level: PlainTrustLevel;
  readonly name_form: NameForm;
  readonly created_at: number;
}

export interface PolicyGrantRow {
  readonly policy_id: PolicyId;
  readonly connector_id: ConnectorId;
  /** `"all"` or an array of tool names. */
  readonly tools: JsonText;
}

export interface ConnectorKeyRow {
  readonly id: KeyId;
  readonly name: string;
  readonly policy_id: PolicyId;
  readonly member_id: MemberId | null;
  /** Who was shown the secret: whoever created the key, or regenerated it last. */
  readonly created_by: MemberId;
  /** SHA-256 of the 32 random bytes. */
  readonly secret_hash: Uint8Array;
  readonly state: "active" | "revoked";
  readonly created_at: number;
  readonly regenerated_at: number | null;
  readonly last_used_at: number | null;
}

export interface AgentSessionRow {
  readonly id: SessionId;
  readonly key_id: KeyId;
  readonly client_name: string;
  readonly client_version: string;
  readonly protocol_version: string;
  /** Without its scope: a session is Autonomous as long as one of its scopes holds. */
  readonly trust_level: PlainTrustLevel;
  readonly state: "active" | "paused" | "ended";
  readonly paused_reason: string | null;
  /** JSON of what it read that strangers may have written, where no session of its key had before; null otherwise. */
  readonly taint: JsonText | null;
  readonly started_at: number;
  readonly last_seen_at: number;
}

/** A yes in advance: a standing approval, or the scope of an Autonomous session. */
export interface StandingRow {
  readonly id: StandingId | ScopeId;
  readonly kind: "standing" | "scope";
  /** JSON of whom it serves: a key or a session. */
  readonly subject: JsonText;
  /** JSON of which calls are meant, and of the tools as they were then. */
  readonly shapes: JsonText;
  readonly is_named_by_admin: Flag;
  readonly created_by: MemberId;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly max_uses: number | null;
  readonly from_call_id: CallId | null;
  /** Notes: they are outside what is sealed, and counted again from the log. */
  readonly uses: number;
  readonly last_used_at: number | null;
  readonly ended_at: number | null;
  readonly ended_why: "person" | "time" | "count" | "session" | null;
}

/** One call. Its facts are columns or JSON; its bodies are envelopes under the organization's key. */
export interface CallRow {
  readonly id: CallId;
  readonly session_id: SessionId | null;
  readonly key_id: KeyId | null;
  readonly member_id: MemberId | null;
  readonly connector_id: ConnectorId;
  readonly tool_id: ToolId;
  readonly connector_name: string;
  readonly tool_name: string;
  readonly exposed_name: string;
  readonly asker_name: string;
  readonly state: CallStateKind;
  readonly risk_class: RiskClass;
  readonly verdict: Verdict["kind"];
  readonly digest: Digest;
  readonly executed_digest: Digest | null;
  readonly definition_digest: Digest;
  /** JSON of asker, risk, flow, verdict, warnings, requirements and credential references: what the card showed. */
  readonly shown: JsonText;
  /** JSON of the decision; null while nobody decided. */
  readonly decision: JsonText | null;
  readonly decided_by: string | null;
  /** JSON of `{ code, message }`. */
  readonly failure: JsonText | null;
  /** JSON of what was removed from the result. */
  readonly redactions: JsonText;
  readonly redaction_count: number;
  readonly proposed: Uint8Array | null;
  readonly executed: Uint8Array | null;
  readonly result: Uint8Array | null;
  readonly result_bytes: number | null;
  /** A result that waits for a person or was withheld: under another context than `result`, so that it opens as none. */
  readonly held: Uint8Array | null;
  /** What was noticed about the result; null: nothing. */
  readonly notice: Uint8Array | null;
  /** Who said yes so far, of the several who have to. */
  readonly votes: Uint8Array | null;
  /** JSON of what a person did with the result; null: nobody looked at it. */
  readonly review: JsonText | null;
  readonly received_at: number;
  /** Until when it may wait for a person; for a result that waits, until when that may. */
  readonly expires_at: number;
  readonly sent_at: number | null;
  /** When the connector answered, for a result that waits or waited. */
  readonly answered_at: number | null;
  readonly ended_at: number | null;
}

/** One entry of the audit log. `hash` chains it to the one before; the bytes are those of the log's FORMAT.md. */
export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** Null together with the body: erased. */
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
  readonly body_hash: Uint8Array;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
}

/** A key that the log's bodies are sealed under, in an envelope of the vault. */
export interface AuditKeyRow {
  readonly number: number;
  readonly envelope: Uint8Array;
}

/** The private half of the key that signs the log now, in an envelope of the vault. One row. */
export interface AuditSignerRow {
  readonly id: 1;
  readonly number: number;
  readonly envelope: Uint8Array;
}

/** A signed note over the first `size` entries of the log. */
export interface AuditCheckpointRow {
  readonly size: number;
  readonly note: string;
}

export interface SettingRow {
  readonly name: string;
  readonly value: JsonText;
}
