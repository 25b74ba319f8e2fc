import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId, CredentialId, MemberId, ToolId } from "../../src-contract/ids.ts";
import type { ClassificationByName, ConnectorRow, CredentialRow, ToolRow } from "../store/index.ts";
import { credentialUses, parseStoredConfig } from "./credential-uses.ts";
import { describeTarget } from "./describe-target.ts";
import { suggestOperationRisk } from "./operations.ts";
import { riskOf } from "./risk.ts";
import type { ConnectorEntry, CredentialEntry, ToolEntry } from "./snapshot.ts";
import { suggestRisk } from "./suggest-risk.ts";
import { plainNames } from "./tool-names.ts";

/** Rows of one connector and its tools. */
export interface ConnectorRows {
  readonly connector: ConnectorRow;
  readonly tools: readonly ToolRow[];
  readonly classifications: ReadonlyMap<ToolId, ClassificationByName>;
}

/** Parses rows into an entry. What did not change since `before` is taken over, which saves parsing and judging it again. */
export function connectorEntry(rows: ConnectorRows, before: ConnectorEntry | undefined): ConnectorEntry {
  const { connector, classifications } = rows;
  const config = parseStoredConfig(connector);
  const known = new Map(before?.tools.map((tool) => [tool.id, tool]));
  const inOrderOfCreation = rows.tools.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const own = inOrderOfCreation.filter(({ operation }) => operation === "tools/call");
  const plain = plainNames(own.map(({ name }) => name));
  return {
    id: connector.id,
    name: connector.name,
    slug: connector.slug,
    config,
    revision: connector.revision,
    target: describeTarget(config),
    serverName: connector.server_name,
    instructions: connector.instructions,
    createdAt: connector.created_at,
    createdBy: connector.created_by,
    tools: rows.tools.map((row) =>
      toolEntry(row, plainNameOf(row, plain), classifications.get(row.id), known.get(row.id)),
    ),
  };
}

// An operation keeps its own name: the slash in it stands in no tool's.
function plainNameOf({ operation, name }: ToolRow, plain: ReadonlyMap<string, string>): string {
  return operation === "tools/call" ? (plain.get(name) ?? name) : operation;
}

function toolEntry(
  row: ToolRow,
  plainName: string,
  classification: ClassificationByName | undefined,
  before: ToolEntry | undefined,
): ToolEntry {
  const isSame = before?.definitionDigest === row.definition_digest;
  const definition = isSame ? before.definition : parseStoredDefinition(row.definition);
  const isDrifted = classification !== undefined && classification.definition_digest !== row.definition_digest;
  return {
    id: row.id,
    connectorId: row.connector_id,
    operation: row.operation,
    name: row.name,
    exposedName: row.exposed_name,
    plainName,
    definition,
    definitionDigest: row.definition_digest,
    isEnabled: row.is_enabled === 1,
    isOffered: row.is_offered === 1,
    risk: riskOf({ definitionDigest: row.definition_digest }, classification ? fromRow(classification) : null),
    suggestion: isSame ? before.suggestion : suggestionFor(row, definition),
    reviewedDefinition: isDrifted ? parseStoredDefinition(classification.definition) : null,
  };
}

function suggestionFor({ operation }: ToolRow, definition: ToolDefinition) {
  return operation === "tools/call" ? suggestRisk(definition) : suggestOperationRisk(operation);
}

function fromRow(row: ClassificationByName) {
  const by: { id: MemberId; name: string } = { id: row.set_by, name: row.set_by_name ?? "a former member" };
  return { riskClass: row.risk_class, definitionDigest: row.definition_digest, by, at: row.set_at };
}

function parseStoredDefinition(text: string): ToolDefinition {
  return JSON.parse(text) as ToolDefinition; // Only `reconcile` writes these, from definitions that a schema parsed.
}

/** Credentials with the connectors that refer to them. */
export function credentialEntries(
  rows: readonly CredentialRow[],
  connectors: ReadonlyMap<ConnectorId, ConnectorEntry>,
): ReadonlyMap<CredentialId, CredentialEntry> {
  const uses = credentialUses(connectors.values());
  return new Map(
    rows.map(({ id, name, scope, ...row }) => [
      id,
      {
        id,
        name,
        scope,
        authType: row.auth_type,
        remindAfterDays: row.remind_after_days,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
        usedBy: uses.get(id) ?? [],
      },
    ]),
  );
}
