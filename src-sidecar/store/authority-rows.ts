import { digestJson } from "../base/canonical-json.ts";
import type { OrgDb } from "./recorder.ts";

/** The setting that holds the seal over everything that decides what may happen. */
export const AUTHORITY_SEAL = "authority-seal";

/**
 * SHA-256 over every row that decides what may happen without a person, or to whom a call goes: members, teams,
 * invitations, connectors, classifications, policies, grants, keys and settings. Notes of use are left out.
 */
export async function authorityDigest(db: OrgDb): Promise<string> {
  const rows = [
    await db.selectFrom("member").select(["id", "name", "role", "state"]).orderBy("id").execute(),
    await db.selectFrom("team").selectAll().orderBy("id").execute(),
    await db.selectFrom("team_member").selectAll().orderBy("team_id").orderBy("member_id").execute(),
    await db.selectFrom("invitation").selectAll().orderBy("id").execute(),
    await db.selectFrom("connector").select(["id", "slug", "config", "revision"]).orderBy("id").execute(),
    await db.selectFrom("classification").selectAll().orderBy("tool_id").execute(),
    await db.selectFrom("policy").selectAll().orderBy("id").execute(),
    await db.selectFrom("policy_grant").selectAll().orderBy("policy_id").orderBy("connector_id").execute(),
    (
      await db
        .selectFrom("connector_key")
        .select(["id", "policy_id", "member_id", "secret_hash", "state"])
        .orderBy("id")
        .execute()
    ).map((key) => ({ ...key, secret_hash: Buffer.from(key.secret_hash).toString("hex") })),
    await db.selectFrom("setting").selectAll().where("name", "!=", AUTHORITY_SEAL).orderBy("name").execute(),
  ];
  return digestJson(rows);
}

/** Takes back all power that the rows give: keys are revoked, classifications dropped, open calls cancelled. */
export async function dropAuthority(
  tx: OrgDb,
  now: number,
): Promise<{ readonly keys: number; readonly classifications: number; readonly calls: number }> {
  const keys = await tx
    .updateTable("connector_key")
    .set({ state: "revoked" })
    .where("state", "=", "active")
    .executeTakeFirst();
  const classes = await tx.deleteFrom("classification").executeTakeFirst();
  const calls = await tx
    .updateTable("call")
    .set({ state: "cancelled", ended_at: now })
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return {
    keys: Number(keys.numUpdatedRows),
    classifications: Number(classes.numDeletedRows),
    calls: Number(calls.numUpdatedRows),
  };
}
