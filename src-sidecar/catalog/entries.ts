import type { ToolDefinition } from "../../src-contract/connector.ts";
import { connectorApproval } from "../../src-contract/gate.ts";
import type { ConnectorId, CredentialId, Digest, ToolId } from "../../src-contract/ids.ts";
import type { ClassificationByName, ConnectorRow, CredentialRow, ToolRow } from "../store/index.ts";
import { credentialUses, parseStoredConfig } from "./credential-uses.ts";
import { describeTarget } from "./describe-target.ts";
import { suggestOperationRisk } from "./operations.ts";
import { flowOf, riskOf, type Classification } from "./risk.ts";
import { describeServer, identityDigest, serverIdentity, type ServerIdentity } from "./server-identity.ts";
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
  const identity = serverIdentity(config, connector.server_name);
  const around = { serverIdentity: identityDigest(identity), reviewedAt: lastReview(rows) };
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
    approval: connectorApproval.parse(JSON.parse(connector.approval)),
    serverName: connector.server_name,
    serverVersion: connector.server_version,
    server: describeServer(identity),
    serverIdentity: around.serverIdentity,
    instructions: connector.instructions,
    createdAt: connector.created_at,
    createdBy: connector.created_by,
    tools: rows.tools.map((row) =>
      toolEntry(
        { row, plainName: plainNameOf(row, plain), classification: classifications.get(row.id), ...around },
        known.get(row.id),
      ),
    ),
  };
}

/** When an admin last reviewed any tool of the connector; null: nobody ever did. */
function lastReview({ tools, classifications }: ConnectorRows): number | null {
  const moments = tools.flatMap(({ id }) => classifications.get(id)?.set_at ?? []);
  return moments.length === 0 ? null : Math.max(...moments);
}

// An operation keeps its own name: the slash in it stands in no tool's.
function plainNameOf({ operation, name }: ToolRow, plain: ReadonlyMap<string, string>): string {
  return operation === "tools/call" ? (plain.get(name) ?? name) : operation;
}

interface ToolParts {
  readonly row: ToolRow;
  readonly plainName: string;
  readonly classification: ClassificationByName | undefined;
  readonly serverIdentity: Digest;
  readonly reviewedAt: number | null;
}

function toolEntry(parts: ToolParts, before: ToolEntry | undefined): ToolEntry {
  const { row, plainName, classification, reviewedAt } = parts;
  const isSame = before?.definitionDigest === row.definition_digest;
  const definition = isSame ? before.definition : parseStoredDefinition(row.definition);
  const review = classification ? fromRow(classification) : null;
  const risk = riskOf({ definitionDigest: row.definition_digest, serverIdentity: parts.serverIdentity }, review);
  const isOtherDefinition = review !== null && review.definitionDigest !== row.definition_digest;
  const isOtherServer = review !== null && review.serverIdentity !== parts.serverIdentity;
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
    risk,
    flow: flowOf(risk, review),
    suggestion: isSame ? before.suggestion : suggestionFor(row, definition),
    reviewedDefinition: isOtherDefinition && classification ? parseStoredDefinition(classification.definition) : null,
    reviewedServer: isOtherServer && classification ? describeStoredServer(classification.server) : null,
    review: review && { by: review.by, at: review.at },
    isFresh: review === null && reviewedAt !== null && row.first_seen_at > reviewedAt,
  };
}

function suggestionFor({ operation }: ToolRow, definition: ToolDefinition) {
  return operation === "tools/call" ? suggestRisk(definition) : suggestOperationRisk(operation);
}

function fromRow(row: ClassificationByName): Classification {
  return {
    riskClass: row.risk_class,
    flow: { readsOutside: row.reads_outside === 1, sendsOut: row.sends_out === 1 },
    definitionDigest: row.definition_digest,
    serverIdentity: row.server_identity,
    by: { id: row.set_by, name: row.set_by_name ?? "a former member" },
    at: row.set_at,
  };
}

function describeStoredServer(text: string): string {
  return describeServer(JSON.parse(text) as ServerIdentity); // Only `classify` writes these.
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
