import { sql } from "kysely";
import type { MemberId, TeamId } from "../../src-contract/ids.ts";
import { digestJson } from "../base/canonical-json.ts";
import type { OrgDb } from "./recorder.ts";

/** The setting that holds the admins' signature over their rows. */
export const AUTHORITY_SIGNATURE = "authority-signature";

/** What is set by others than admins, too. */
const OTHERS_SETTINGS: readonly string[] = ["stop-state"];

/** What the rows that give power are, in hex: `all` of them, and those that admins alone may change. */
export interface AuthorityDigests {
  readonly all: string;
  readonly admins: string;
}

/**
 * SHA-256 over every row that decides what may happen without a person, or to whom a call goes: members, teams, invitations, connectors,
 * credentials' kinds, providers, classifications, policies, grants, keys, settings and what was approved in advance, which tools are on, and what
 * holds agents' sessions back. Notes of use are left out. Who revokes what an admin approved in advance need not be one: that it ended is not among the admins' rows.
 */
export async function authorityDigests(db: OrgDb): Promise<AuthorityDigests> {
  const settings = await db
    .selectFrom("setting")
    .selectAll()
    .where("name", "!=", AUTHORITY_SIGNATURE)
    .orderBy("name")
    .execute();
  const admins = digestJson([await adminsRows(db), settings.filter(({ name }) => !OTHERS_SETTINGS.includes(name))]);
  const tools = await db
    .selectFrom("tool")
    .select(["id", "connector_id", "operation", "name", "is_enabled"])
    .orderBy("id")
    .execute();
  const standing = await standingQuery(db).select(["is_named_by_admin", "ended_at", "ended_why"]).execute();
  return { all: digestJson([admins, settings, tools, standing, await sessionMarks(db)]), admins };
}

/**
 * What holds a session back, or lets it do more than its policy: that it is paused, a trust level of its own, and which keys' sessions
 * read what strangers may have written. An ordinary session has none of it, so that agents come and go without a change here.
 */
async function sessionMarks(db: OrgDb) {
  const marked = await db
    .selectFrom("agent_session")
    .innerJoin("connector_key", "connector_key.id", "agent_session.key_id")
    .leftJoin("policy", "policy.id", "connector_key.policy_id")
    .select([
      "agent_session.id",
      "agent_session.state",
      "agent_session.trust_level",
      "policy.trust_level as policy_trust",
    ])
    .where(sql<boolean>`agent_session.state <> 'ended'`) // Word for word as its index says.
    .orderBy("agent_session.id")
    .execute();
  const sessions = marked.flatMap(({ id, state, trust_level, policy_trust }) => {
    const [isPaused, trust] = [state === "paused", trust_level === policy_trust ? null : trust_level];
    return isPaused || trust !== null ? [{ id, isPaused, trust }] : [];
  });
  const tainted = await db
    .selectFrom("agent_session")
    .select("key_id")
    .distinct()
    .where("taint", "is not", null)
    .orderBy("key_id")
    .execute();
  return { sessions, tainted: tainted.map(({ key_id }) => key_id) };
}

const standingQuery = (db: OrgDb) =>
  db
    .selectFrom("standing_approval")
    .select(["id", "kind", "subject", "shapes", "created_by", "created_at", "expires_at", "max_uses", "from_call_id"])
    .orderBy("id");

async function adminsRows(db: OrgDb) {
  return [
    await db.selectFrom("member").select(["id", "name", "role", "state"]).orderBy("id").execute(),
    await db.selectFrom("team").selectAll().orderBy("id").execute(),
    await db.selectFrom("team_member").selectAll().orderBy("team_id").orderBy("member_id").execute(),
    await db.selectFrom("invitation").selectAll().orderBy("id").execute(),
    await db.selectFrom("connector").select(["id", "slug", "config", "revision", "approval"]).orderBy("id").execute(),
    await db.selectFrom("classification").selectAll().orderBy("tool_id").execute(),
    await db.selectFrom("policy").selectAll().orderBy("id").execute(),
    await db.selectFrom("policy_grant").selectAll().orderBy("policy_id").orderBy("connector_id").execute(),
    (
      await db
        .selectFrom("connector_key")
        .select(["id", "policy_id", "member_id", "created_by", "secret_hash", "state"])
        .orderBy("id")
        .execute()
    ).map((key) => ({ ...key, secret_hash: Buffer.from(key.secret_hash).toString("hex") })),
    await db.selectFrom("credential").select(["id", "name", "scope", "auth_type"]).orderBy("id").execute(),
    // Whoever moves a provider's addresses is sent its tokens.
    await db.selectFrom("provider").select(["id", "name", "config", "revision"]).orderBy("id").execute(),
    await standingQuery(db).where("is_named_by_admin", "=", 1).execute(),
  ];
}

/** What the vault's signed rows say of a member, whatever the tables do. */
export interface ProvenMember {
  readonly id: MemberId;
  readonly isAdmin: boolean;
  readonly teams: readonly TeamId[];
}

/**
 * Takes back all power that the rows give: keys are revoked, classifications and what was approved in advance dropped, open calls
 * cancelled, invitations withdrawn. Members and teams become what the vault proves of them: who is no admin there is a plain member.
 */
export async function dropAuthority(
  tx: OrgDb,
  now: number,
  proven: readonly ProvenMember[],
): Promise<{
  readonly keys: number;
  readonly classifications: number;
  readonly standing: number;
  readonly calls: number;
}> {
  const keys = await tx
    .updateTable("connector_key")
    .set({ state: "revoked" })
    .where("state", "=", "active")
    .executeTakeFirst();
  const classes = await tx.deleteFrom("classification").executeTakeFirst();
  const standing = await tx.deleteFrom("standing_approval").executeTakeFirst();
  const calls = await tx
    .updateTable("call")
    .set({ state: "cancelled", ended_at: now })
    .where("ended_at", "is", null)
    .executeTakeFirst();
  await resetMembers(tx, now, proven);
  await resetTeams(tx, now, proven);
  return {
    keys: Number(keys.numUpdatedRows),
    classifications: Number(classes.numDeletedRows),
    standing: Number(standing.numDeletedRows),
    calls: Number(calls.numUpdatedRows),
  };
}

async function resetMembers(tx: OrgDb, now: number, proven: readonly ProvenMember[]): Promise<void> {
  await tx.deleteFrom("team_member").execute();
  await tx.deleteFrom("invitation").execute();
  await tx.deleteFrom("member").where("state", "=", "invited").execute();
  await tx.updateTable("member").set({ state: "removed", role: "member" }).execute();
  for (const { id, isAdmin } of proven) {
    const role = isAdmin ? "admin" : "member";
    const row = { id, name: `Member ${id.slice(-12)}`, role, state: "active", created_at: now } as const;
    const insert = tx.insertInto("member").values({ ...row, last_signed_in_at: null });
    await insert.onConflict((conflict) => conflict.column("id").doUpdateSet({ role, state: "active" })).execute();
  }
}

async function resetTeams(tx: OrgDb, now: number, proven: readonly ProvenMember[]): Promise<void> {
  const teams = new Set(proven.flatMap((member) => member.teams));
  const known = (await tx.selectFrom("team").select("id").execute()).map(({ id }) => id);
  for (const id of known) if (!teams.has(id)) await tx.deleteFrom("team").where("id", "=", id).execute();
  for (const id of teams) {
    const insert = tx.insertInto("team").values({ id, name: `Team ${id.slice(-12)}`, created_at: now });
    await insert.onConflict((conflict) => conflict.column("id").doNothing()).execute();
  }
  const memberships = proven.flatMap((member) => member.teams.map((team) => ({ team_id: team, member_id: member.id })));
  if (memberships.length > 0) await tx.insertInto("team_member").values(memberships).execute();
}
