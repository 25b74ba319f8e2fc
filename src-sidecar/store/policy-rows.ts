import type { KeyId, PolicyId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { ConnectorKeyRow, PolicyGrantRow, PolicyRow } from "./tables.ts";

/** A key with the name of the member that calls act as. */
export type KeyByName = ConnectorKeyRow & { readonly member_name: string | null };

/** All policies in the order they were created, or the one asked for. */
export async function policyRows(db: OrgDb, only?: PolicyId): Promise<readonly PolicyRow[]> {
  const query = db.selectFrom("policy").selectAll().orderBy("created_at").orderBy("id");
  return (only === undefined ? query : query.where("id", "=", only)).execute();
}

/** What policies give, in the order in which their connectors were created. */
export async function grantRows(db: OrgDb, only?: PolicyId): Promise<readonly PolicyGrantRow[]> {
  const query = db
    .selectFrom("policy_grant")
    .innerJoin("connector", "connector.id", "policy_grant.connector_id")
    .selectAll("policy_grant")
    .orderBy("connector.created_at")
    .orderBy("connector.id");
  return (only === undefined ? query : query.where("policy_id", "=", only)).execute();
}

export async function insertPolicyRow(tx: OrgDb, row: PolicyRow): Promise<void> {
  await tx.insertInto("policy").values(row).execute();
}

/** False when there is no such policy. */
export async function updatePolicyRow(
  tx: OrgDb,
  id: PolicyId,
  change: Pick<PolicyRow, "name" | "trust_level" | "name_form">,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("policy").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Puts these grants in the place of the policy's own. False when a connector of them does not exist; then roll back. */
export async function replaceGrantRows(tx: OrgDb, id: PolicyId, grants: readonly PolicyGrantRow[]): Promise<boolean> {
  await tx.deleteFrom("policy_grant").where("policy_id", "=", id).execute();
  for (const grant of grants) {
    const connector = tx.selectFrom("connector").select("id").where("id", "=", grant.connector_id);
    if (!(await connector.executeTakeFirst())) return false;
    await tx.insertInto("policy_grant").values(grant).execute();
  }
  return true;
}

/** Removes a policy with its grants, keys and their sessions. False when there is no such policy. */
export async function deletePolicyRow(tx: OrgDb, id: PolicyId): Promise<boolean> {
  const keys = tx.selectFrom("connector_key").select("id").where("policy_id", "=", id);
  await tx.deleteFrom("agent_session").where("key_id", "in", keys).execute();
  await tx.deleteFrom("connector_key").where("policy_id", "=", id).execute();
  const { numDeletedRows } = await tx.deleteFrom("policy").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** All keys in the order they were created, or the one asked for. */
export async function keyRows(db: OrgDb, only?: KeyId): Promise<readonly KeyByName[]> {
  const query = db
    .selectFrom("connector_key")
    .leftJoin("member", "member.id", "connector_key.member_id")
    .selectAll("connector_key")
    .select("member.name as member_name")
    .orderBy("connector_key.created_at")
    .orderBy("connector_key.id");
  return (only === undefined ? query : query.where("connector_key.id", "=", only)).execute();
}

/** False when its policy or its member does not exist; then nothing was written. */
export async function insertKeyRow(tx: OrgDb, row: ConnectorKeyRow): Promise<boolean> {
  const policy = await tx.selectFrom("policy").select("id").where("id", "=", row.policy_id).executeTakeFirst();
  if (!policy) return false;
  if (row.member_id !== null) {
    const member = await tx.selectFrom("member").select("id").where("id", "=", row.member_id).executeTakeFirst();
    if (!member) return false;
  }
  await tx.insertInto("connector_key").values(row).execute();
  return true;
}

/** False when there is no such key. */
export async function updateKeyRow(
  tx: OrgDb,
  id: KeyId,
  change: Partial<Pick<ConnectorKeyRow, "created_by" | "secret_hash" | "state" | "regenerated_at" | "last_used_at">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("connector_key").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}
