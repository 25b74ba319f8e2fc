import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId, ToolId } from "../../src-contract/ids.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  connectorRows,
  insertToolRow,
  setToolsEnabled,
  toolRows,
  updateToolRow,
  type AuditDraft,
} from "../store/index.ts";
import { CatalogError } from "./catalog-error.ts";
import type { CatalogOptions, ContentOperation, Tools } from "./catalog.ts";
import type { LiveSnapshot } from "./live-snapshot.ts";
import { createReviews } from "./reviews.ts";
import { recorded } from "./recorded.ts";
import {
  definitionDigest,
  operationsOffered,
  planReconcile,
  type Offered,
  type ReconcilePlan,
} from "./plan-reconcile.ts";
import type { ConnectorEntry, ToolEntry } from "./snapshot.ts";

const MAX_RECORDED = 50; // names in one audit entry; the counts are always whole

export function createTools(options: CatalogOptions, live: LiveSnapshot): Tools {
  const { record, clock } = options;
  const get = (id: ToolId): ToolEntry => {
    const entry = live.current.tools.get(id);
    if (!entry) throw new CatalogError("not_found", "That tool no longer exists.");
    return entry;
  };

  const reconcile: Tools["reconcile"] = async (connectorId, definitions, operations = []) => {
    const connector = live.current.connectors.get(connectorId);
    if (!connector) throw noConnector();
    // Most of the time nothing changed; then nothing is written.
    if (isUpToDate(connector, definitions, operations)) return { added: [], changed: [], removed: [], ignored: [] };
    const now = clock.now();
    const changes = await record(async (tx) => {
      // It may have been removed while its server was asked.
      if ((await connectorRows(tx, connectorId)).length === 0) throw noConnector();
      const existing = await toolRows(tx, connectorId);
      const plan = planReconcile({
        connectorId,
        slug: connector.slug,
        existing,
        definitions,
        operations,
        now,
        newToolId: newId<ToolId>,
      });
      for (const row of plan.inserts) await insertToolRow(tx, row);
      for (const { id, change } of plan.updates) await updateToolRow(tx, id, change);
      return { value: plan.changes, entries: entriesOf(connector, plan) };
    });
    await live.reload(connectorId);
    return changes;
  };

  const setEnabled = async (ids: readonly ToolId[], isEnabled: boolean, by: Actor): Promise<void> => {
    const tools = [...new Set(ids)].map(get);
    const byConnector = Map.groupBy(
      tools.filter((tool) => tool.isEnabled !== isEnabled),
      (tool) => tool.connectorId,
    );
    if (byConnector.size === 0) return;
    const action = isEnabled ? "tool.switched-on" : "tool.switched-off";
    await record(async (tx) => {
      const switching = [...byConnector.values()].flat().map(({ id }) => id);
      const switched = await setToolsEnabled(tx, switching, isEnabled ? 1 : 0);
      if (switched !== switching.length) throw new CatalogError("not_found", "One of these tools no longer exists.");
      const entries = [...byConnector].map(([connectorId, some]) => ({
        actor: actorName(by),
        action,
        subject: connectorId,
        body: { connector: nameOf(live, connectorId), ...counted(some.map(({ name }) => name)) },
      }));
      return { value: undefined, entries };
    });
    for (const connectorId of byConnector.keys()) await live.reload(connectorId);
  };

  return { get, reconcile, setEnabled, ...createReviews(options, live, get) };
}

function noConnector(): CatalogError {
  return new CatalogError("not_found", "That connector no longer exists.");
}

function isUpToDate(
  { tools }: ConnectorEntry,
  definitions: readonly ToolDefinition[],
  operations: readonly ContentOperation[],
): boolean {
  const offered = tools.filter((tool) => tool.isOffered);
  const wanted: readonly Offered[] = [
    ...definitions.map((definition) => ({ operation: "tools/call" as const, definition })),
    ...operationsOffered(operations),
  ];
  return (
    offered.length === wanted.length &&
    wanted.every(({ operation, definition }, index) => {
      const tool = offered[index];
      return (
        tool?.operation === operation &&
        tool.name === definition.name &&
        tool.definitionDigest === definitionDigest(definition)
      );
    })
  );
}

/** One entry for each kind of change, whatever the number of tools. */
function entriesOf(
  { id, name, tools }: ConnectorEntry,
  { changes, definitionChanges }: ReconcilePlan,
): readonly AuditDraft[] {
  const entry = (action: string, body: JsonObject): AuditDraft => ({
    actor: GATEHOUSE_ACTOR,
    action,
    subject: id,
    body: { connector: name, ...body },
  });
  // What comes to a connector that an admin has looked at stands out from what was there to be looked at.
  const isReviewed = tools.some(({ review }) => review !== null);
  const digests = definitionChanges.slice(0, MAX_RECORDED).map((one) => ({ ...one, name: recorded(one.name) }));
  return [
    ...(changes.added.length > 0
      ? [entry(isReviewed ? "tools.appeared" : "tool.discovered", counted(changes.added))]
      : []),
    ...(digests.length > 0
      ? [entry("tool.definition-changed", { count: definitionChanges.length, tools: digests })]
      : []),
    ...(changes.removed.length > 0 ? [entry("tool.vanished", counted(changes.removed))] : []),
  ];
}

function counted(names: readonly string[]): JsonObject {
  return { count: names.length, names: names.slice(0, MAX_RECORDED).map(recorded) };
}

function nameOf(live: LiveSnapshot, id: ConnectorId): string {
  return live.current.connectors.get(id)?.name ?? id;
}
