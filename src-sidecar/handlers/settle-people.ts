import type { MemberId, TeamId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Actor } from "../base/actor.ts";
import type { MemberFacts } from "../vault/index.ts";
import type { Org } from "./org.ts";
import { actsFor, keysOf } from "./people-views.ts";

/**
 * Finishes what was cut off between people's tables and the vault, by taking power away only: what the tables took, the vault loses, and
 * what the vault never gave, the tables lose. Who gains something gets it from the vault first. Run again, it changes nothing.
 */
export async function settlePeople(org: Org): Promise<void> {
  if (!org.vault.isAdmin) return; // It takes the admin key.
  await settleConfirmations(org);
  await settleRemovals(org);
  await settleInvitations(org);
  await settleRoles(org);
  await settleTeams(org);
  await org.authority.signAnew();
}

/** Ends every key of a member and what was asked for with it. */
export async function endKeysOf(org: Org, id: MemberId, by: Actor): Promise<void> {
  for (const key of keysOf(org, id)) {
    await org.access.keys.revoke(key.id, by);
    org.keyEnded(key.id);
    await org.desk.cancelAll(`member:${by.name}`, ({ shown }) => {
      return shown.asker.kind === "agent" && shown.asker.keyId === key.id;
    });
  }
  await org.desk.cancelAll(`member:${by.name}`, (call) => actsFor(call, id));
}

async function settleConfirmations(org: Org): Promise<void> {
  const facts = await org.vault.memberFacts();
  for (const { id, state } of org.members.unsettled()) {
    if (state !== "invited") continue;
    await (isIn(facts, id) ? org.members.finishConfirm(null, id, GATEHOUSE_ACTOR) : org.members.undoConfirm(id));
  }
}

async function settleRemovals(org: Org): Promise<void> {
  for (const { id, name, state } of org.members.unsettled()) {
    if (state !== "removed") continue;
    await endKeysOf(org, id, { id, name });
    // Their secrets go after their keys: what was cut off in between goes now.
    const isLeft = isIn(await org.vault.memberFacts(), id) || (await scopesLeft(org, "user")).includes(id);
    if (isLeft) await org.vault.removeMember(id);
  }
}

// A code that nobody was shown, or that was withdrawn, opens nothing.
async function settleInvitations(org: Org): Promise<void> {
  const known = new Set<string>(org.members.invitations().map(({ id }) => id));
  for (const { id } of await org.vault.invitations()) if (!known.has(id)) await org.vault.withdrawInvitation(id);
}

// A row of a table gives nobody the admin key: only an admin does, by what they ask for.
async function settleRoles(org: Org): Promise<void> {
  const facts = await org.vault.memberFacts();
  const named = new Set<string>(org.members.list().flatMap(({ id, role }) => (role === "admin" ? [id] : [])));
  for (const { memberId, isAdmin } of facts)
    if (isAdmin && !named.has(memberId)) await org.vault.setAdmin(memberId, false);
  for (const { id, role } of org.members.list())
    if (role === "admin" && !isAdminIn(facts, id)) await org.members.setRole(id, "operator", GATEHOUSE_ACTOR);
}

// Likewise a team: who stays in it is in the table and in the vault.
async function settleTeams(org: Org): Promise<void> {
  const facts = await org.vault.memberFacts();
  for (const { id, memberIds } of org.members.teams()) {
    const held = holdersOf(facts, id);
    const kept = memberIds.filter((member) => held.includes(member));
    if (held.length === 0 || held.length > kept.length) await org.vault.setTeam(id, kept);
    if (memberIds.length > kept.length) await org.members.setTeamMembers(id, kept, GATEHOUSE_ACTOR);
  }
  const known = new Set<string>(org.members.teams().map(({ id }) => id));
  const present = [...facts.flatMap((one) => one.teams), ...(await scopesLeft(org, "team"))];
  const gone = new Set(present.filter((id) => !known.has(id)));
  for (const id of gone) await org.vault.removeTeam(id);
}

/** Gives a member what their role and teams take, before the tables say so: cut off in between, it is taken back. */
export async function giveInVault(org: Org, id: MemberId, role: Role, teamIds: readonly TeamId[]): Promise<void> {
  if (role === "admin") await org.vault.setAdmin(id, true);
  const facts = await org.vault.memberFacts();
  for (const team of teamIds) await org.vault.setTeam(team, [...new Set([...holdersOf(facts, team), id])]);
}

/** Whom the vault gave a team's key as its members. */
function holdersOf(facts: readonly MemberFacts[], team: TeamId): readonly string[] {
  return facts.filter(({ teams }) => teams.includes(team)).map(({ memberId }) => memberId);
}

async function scopesLeft(org: Org, scope: "user" | "team"): Promise<readonly string[]> {
  return (await org.vault.listSecrets()).filter((one) => one.scope === scope).map(({ scopeId }) => scopeId);
}

/** Whether the vault proves that a member is an admin. */
export function isAdminIn(facts: readonly MemberFacts[], id: MemberId): boolean {
  return facts.some(({ memberId, isAdmin }) => memberId === id && isAdmin);
}

function isIn(facts: readonly MemberFacts[], id: MemberId): boolean {
  return facts.some(({ memberId }) => memberId === id);
}
