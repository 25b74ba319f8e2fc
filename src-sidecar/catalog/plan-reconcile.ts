import type { Operation, ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId, Digest, ToolId } from "../../src-contract/ids.ts";
import { digestJson, type JsonObject } from "../base/canonical-json.ts";
import type { ToolRow } from "../store/index.ts";
import type { ContentOperation, ToolChanges } from "./catalog.ts";
import { CONTENT_OPERATIONS, operationDefinition, operationName } from "./operations.ts";
import { exposedName } from "./tool-names.ts";

type ToolUpdate = Partial<Pick<ToolRow, "definition" | "definition_digest" | "is_offered" | "position">>;

/** A definition that is not the one we had. */
export interface DefinitionChange {
  readonly name: string;
  readonly was: Digest;
  readonly is: Digest;
}

export interface ReconcilePlan {
  readonly inserts: readonly ToolRow[];
  readonly updates: readonly { readonly id: ToolId; readonly change: ToolUpdate }[];
  readonly changes: ToolChanges;
  readonly definitionChanges: readonly DefinitionChange[];
}

export interface ReconcileInput {
  readonly connectorId: ConnectorId;
  readonly slug: string;
  readonly existing: readonly ToolRow[];
  readonly definitions: readonly ToolDefinition[];
  readonly operations: readonly ContentOperation[];
  readonly now: number;
  readonly newToolId: () => ToolId;
}

/** What has to be written so that the tools of a connector are those that its server lists. Pure. */
export function planReconcile(input: ReconcileInput): ReconcilePlan {
  const { first, ignored } = firstOfEachName(input.definitions);
  const offered = [
    ...first.map((definition): Offered => ({ operation: "tools/call", definition })),
    ...operationsOffered(input.operations),
  ];
  const existing = new Map(input.existing.map((row) => [identityOf(row.operation, row.name), row]));
  const taken = new Set(input.existing.map((row) => row.exposed_name));
  const inserts: ToolRow[] = [];
  const updates: { readonly id: ToolId; readonly change: ToolUpdate }[] = [];
  const added: string[] = [];
  const definitionChanges: DefinitionChange[] = [];
  for (const [position, { operation, definition }] of offered.entries()) {
    const row = existing.get(identityOf(operation, definition.name));
    const digest = definitionDigest(definition);
    if (!row) {
      const fresh = newRow(input, { operation, definition }, { digest, position }, taken);
      taken.add(fresh.exposed_name);
      inserts.push(fresh);
    } else {
      const change = updateOf(row, definition, digest, position);
      if (change) updates.push({ id: row.id, change });
      if (row.definition_digest !== digest)
        definitionChanges.push({ name: row.name, was: row.definition_digest, is: digest });
    }
    if (row?.is_offered !== 1) added.push(definition.name);
  }
  const listed = new Set(offered.map(({ operation, definition }) => identityOf(operation, definition.name)));
  const vanished = input.existing.filter(
    (row) => row.is_offered === 1 && !listed.has(identityOf(row.operation, row.name)),
  );
  updates.push(...vanished.map(({ id }) => ({ id, change: { is_offered: 0 } as const })));
  const changed = definitionChanges.map(({ name }) => name);
  return {
    inserts,
    updates,
    definitionChanges,
    changes: { added, changed, removed: vanished.map(({ name }) => name), ignored },
  };
}

/** SHA-256 of everything that a server says of a tool. */
export function definitionDigest(definition: ToolDefinition): Digest {
  const json = JSON.parse(JSON.stringify(definition)) as JsonObject; // What JSON.parse gives for an object's text is a JsonObject.
  return digestJson(json) as Digest; // 64 lower-case hex digits, by its own word.
}

/** A row of the table as it has to be. */
export interface Offered {
  readonly operation: Operation;
  readonly definition: ToolDefinition;
}

export function operationsOffered(operations: readonly ContentOperation[]): readonly Offered[] {
  const known = CONTENT_OPERATIONS.filter((operation) => operations.includes(operation));
  return known.map((operation) => ({ operation, definition: operationDefinition(operation) }));
}

/** A tool of a server that calls itself like an operation is not the operation. */
function identityOf(operation: Operation, name: string): string {
  return `${operation} ${name}`;
}

// A server that lists a name twice could show one definition and answer for another: the first one stands.
function firstOfEachName(definitions: readonly ToolDefinition[]) {
  const byName = new Map<string, ToolDefinition>();
  const ignored: string[] = [];
  for (const definition of definitions) {
    if (byName.has(definition.name)) ignored.push(definition.name);
    else byName.set(definition.name, definition);
  }
  return { first: [...byName.values()], ignored };
}

function newRow(
  { connectorId, slug, now, newToolId }: ReconcileInput,
  { operation, definition }: Offered,
  { digest, position }: { readonly digest: Digest; readonly position: number },
  taken: ReadonlySet<string>,
): ToolRow {
  return {
    id: newToolId(),
    connector_id: connectorId,
    operation,
    name: definition.name,
    exposed_name:
      operation === "tools/call" ? exposedName(slug, definition.name, taken) : operationName(slug, operation),
    definition: JSON.stringify(definition),
    definition_digest: digest,
    is_enabled: 1,
    is_offered: 1,
    position,
    first_seen_at: now,
  };
}

function updateOf(row: ToolRow, definition: ToolDefinition, digest: Digest, position: number): ToolUpdate | null {
  const isChanged = row.definition_digest !== digest;
  if (!isChanged && row.is_offered === 1 && row.position === position) return null;
  const rest = { is_offered: 1, position } as const;
  return isChanged ? { ...rest, definition: JSON.stringify(definition), definition_digest: digest } : rest;
}
