import type { CredentialScope, CredentialSummary } from "../../src-contract/access.ts";
import type { AuthType } from "../../src-contract/auth.ts";
import type { ConnectorConfig, Operation, Suggestion, ToolDefinition, ToolRisk } from "../../src-contract/connector.ts";
import type { ConnectorApproval, DataFlow } from "../../src-contract/gate.ts";
import type { ConnectorId, CredentialId, Digest, MemberId, ToolId } from "../../src-contract/ids.ts";

/** A connector with its tools, in the order its server lists them, and after them the operations that it offers. */
export interface ConnectorEntry {
  readonly id: ConnectorId;
  readonly name: string;
  readonly slug: string;
  readonly config: ConnectorConfig;
  /** Counts changes of name and config. */
  readonly revision: number;
  /** The command line or the address, for people. */
  readonly target: string;
  /** What an admin set for approving its calls. */
  readonly approval: ConnectorApproval;
  /** What its server called itself when it was last connected to; null: it never was. Untrusted text. */
  readonly serverName: string | null;
  readonly serverVersion: string | null;
  /** Who its server is, for people, and what a review of its tools is pinned to. */
  readonly server: string;
  readonly serverIdentity: Digest;
  readonly instructions: string | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly tools: readonly ToolEntry[];
}

/** A tool as the hot path needs it: parsed, with its class and both of its names. */
export interface ToolEntry {
  readonly id: ToolId;
  readonly connectorId: ConnectorId;
  readonly operation: Operation;
  /** The name at its server; for any other operation than `tools/call`, the operation's own. */
  readonly name: string;
  /** `<slug>__<tool>`: valid for every client and unique in the organization. An operation's has a slash, as no tool's has. */
  readonly exposedName: string;
  /** The tool's own name made valid for every client, unique within its connector. */
  readonly plainName: string;
  readonly definition: ToolDefinition;
  readonly definitionDigest: Digest;
  readonly isEnabled: boolean;
  readonly isOffered: boolean;
  readonly risk: ToolRisk;
  /** Where data may flow through it: as reviewed, and anywhere while it is Unknown. */
  readonly flow: DataFlow;
  readonly suggestion: Suggestion;
  /** The definition that was reviewed, when it is not the current one. */
  readonly reviewedDefinition: ToolDefinition | null;
  /** Who its server was at the review, for people, when that is somebody else. */
  readonly reviewedServer: string | null;
  /** Who reviewed it last, whatever became of it since. */
  readonly review: { readonly by: { readonly id: MemberId; readonly name: string }; readonly at: number } | null;
  /** It appeared after an admin last reviewed tools of this connector. */
  readonly isFresh: boolean;
}

/** A credential: the reference, never a value. */
export interface CredentialEntry {
  readonly id: CredentialId;
  readonly name: string;
  readonly scope: CredentialScope;
  readonly authType: AuthType;
  /** After how many days a new value is due, 0: never; null: as the organization sets. */
  readonly remindAfterDays: number | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly usedBy: CredentialSummary["usedBy"];
}

/** The catalog at one moment. Never changes: a change makes the next one. */
export interface CatalogSnapshot {
  /** Goes up whenever connectors or tools change. */
  readonly version: number;
  /** In the order they were created. */
  readonly connectors: ReadonlyMap<ConnectorId, ConnectorEntry>;
  readonly tools: ReadonlyMap<ToolId, ToolEntry>;
  readonly credentials: ReadonlyMap<CredentialId, CredentialEntry>;
}
