import type { ConnectorId, ToolId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { ClassificationRow, ConnectorRow, Flag, ToolRow } from "./tables.ts";

/** A classification with the name of the member who made it; null: that member is gone. */
export type ClassificationByName = ClassificationRow & { readonly set_by_name: string | null };

/** All connectors in the order they were created, or the one asked for. */
export async function connectorRows(db: OrgDb, only?: ConnectorId): Promise<readonly ConnectorRow[]> {
  const query = db.selectFrom("connector").selectAll().orderBy("created_at").orderBy("id");
  return (only === undefined ? query : query.where("id", "=", only)).execute();
}

export async function insertConnectorRow(tx: OrgDb, row: ConnectorRow): Promise<void> {
  await tx.insertInto("connector").values(row).execute();
}

/** False when there is no such connector. */
export async function updateConnectorRow(
  tx: OrgDb,
  id: ConnectorId,
  change: Partial<
    Pick<ConnectorRow, "name" | "config" | "revision" | "approval" | "server_name" | "server_version" | "instructions">
  >,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("connector").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes its tools, their classifications and its grants with it. False when there is no such connector. */
export async function deleteConnectorRow(tx: OrgDb, id: ConnectorId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("connector").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** How many policies give tools of a connector. */
export async function countGrantsOf(db: OrgDb, id: ConnectorId): Promise<number> {
  const { count } = await db
    .selectFrom("policy_grant")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("connector_id", "=", id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Tools in the order their servers list them: of one connector, or of all. */
export async function toolRows(db: OrgDb, only?: ConnectorId): Promise<readonly ToolRow[]> {
  const query = db.selectFrom("tool").selectAll().orderBy("connector_id").orderBy("position").orderBy("id");
  return (only === undefined ? query : query.where("connector_id", "=", only)).execute();
}

export async function insertToolRow(tx: OrgDb, row: ToolRow): Promise<void> {
  await tx.insertInto("tool").values(row).execute();
}

export async function updateToolRow(
  tx: OrgDb,
  id: ToolId,
  change: Partial<Pick<ToolRow, "definition" | "definition_digest" | "is_offered" | "position">>,
): Promise<void> {
  await tx.updateTable("tool").set(change).where("id", "=", id).execute();
}

/** How many of the tools were there to be switched. */
export async function setToolsEnabled(tx: OrgDb, ids: readonly ToolId[], isEnabled: Flag): Promise<number> {
  let switched = 0;
  // One statement for every length of list would push the others out of the statement cache.
  for (const id of ids) {
    const change = tx.updateTable("tool").set({ is_enabled: isEnabled }).where("id", "=", id);
    switched += Number((await change.executeTakeFirst()).numUpdatedRows);
  }
  return switched;
}

/** Classifications of the tools of one connector, or of all. */
export async function classificationRows(db: OrgDb, only?: ConnectorId): Promise<readonly ClassificationByName[]> {
  const query = db
    .selectFrom("classification")
    .innerJoin("tool", "tool.id", "classification.tool_id")
    .leftJoin("member", "member.id", "classification.set_by")
    .selectAll("classification")
    .select("member.name as set_by_name");
  return (only === undefined ? query : query.where("tool.connector_id", "=", only)).execute();
}

/** Puts a classification in the place of the earlier one, if the tool still has the definition that was reviewed. */
export async function classifyIfUnchanged(tx: OrgDb, row: Omit<ClassificationRow, "definition">): Promise<boolean> {
  const tool = await tx
    .selectFrom("tool")
    .select("definition")
    .where("id", "=", row.tool_id)
    .where("definition_digest", "=", row.definition_digest)
    .executeTakeFirst();
  if (!tool) return false;
  const values = { ...row, definition: tool.definition };
  const insert = tx.insertInto("classification").values(values);
  await insert.onConflict((conflict) => conflict.column("tool_id").doUpdateSet(values)).execute();
  return true;
}
