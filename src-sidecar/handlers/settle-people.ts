import type { MemberId } from "../../src-contract/ids.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Actor } from "../base/actor.ts";
import type { MemberFacts } from "../vault/index.ts";
import type { Org } from "./org.ts";
import { actsFor, keysOf } from "./people-views.ts";

/**
 * Brings the vault to what the tables say of people: every change writes the tables first, so that whatever is cut off in between is
 * finished by the next admin who opens the vault. Run again, it changes nothing.
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
    if (isIn(await org.vault.memberFacts(), id)) await org.vault.removeMember(id);
  }
}

// A code that nobody was shown, or that was withdrawn, opens nothing.
async function settleInvitations(org: Org): Promise<void> {
  const known = new Set<string>(org.members.invitations().map(({ id }) => id));
  for (const { id } of await org.vault.invitations()) if (!known.has(id)) await org.vault.withdrawInvitation(id);
}

async function settleRoles(org: Org): Promise<void> {
  const facts = await org.vault.memberFacts();
  const wanted = (id: string): boolean => org.members.list().find((one) => one.id === id)?.role === "admin";
  const off = facts.filter(({ memberId, isAdmin }) => isAdmin !== wanted(memberId));
  // Those who become admins first: at no moment is there none.
  for (const { memberId } of off.toSorted((one, other) => Number(one.isAdmin) - Number(other.isAdmin)))
    await org.vault.setAdmin(memberId, wanted(memberId));
}

async function settleTeams(org: Org): Promise<void> {
  const facts = await org.vault.memberFacts();
  const teams = org.members.teams();
  for (const { id, memberIds } of teams) if (!holdsTeam(facts, id, memberIds)) await org.vault.setTeam(id, memberIds);
  const known = new Set<string>(teams.map(({ id }) => id));
  const gone = new Set(facts.flatMap((one) => one.teams).filter((id) => !known.has(id)));
  for (const id of gone) await org.vault.removeTeam(id);
}

/** Whether the right people hold a team's key. Admins hold every one. */
function holdsTeam(facts: readonly MemberFacts[], team: string, memberIds: readonly MemberId[]): boolean {
  const members = new Set<string>(memberIds);
  const others = facts.filter(({ isAdmin }) => !isAdmin);
  const isRight = others.every(({ memberId, teams }) => teams.includes(team) === members.has(memberId));
  return isRight && facts.some(({ teams }) => teams.includes(team));
}

function isIn(facts: readonly MemberFacts[], id: MemberId): boolean {
  return facts.some(({ memberId }) => memberId === id);
}
