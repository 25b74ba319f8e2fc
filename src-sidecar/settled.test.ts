import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { settlePeople } from "./handlers/settle-people.ts";
import {
  codeOf,
  FIRST_RUN,
  openPeopleRig,
  PASSPHRASE,
  type PeopleDoor,
  type PeopleRig,
} from "./handlers/testdata/people-rig.ts";
import { enter } from "./testdata/enter.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const ROBIN = "robin has a passphrase";

async function acme() {
  const rig = await openPeopleRig();
  const { door } = rig.visit();
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  return { rig, door, orgId, dana: { orgId, memberId, passphrase: PASSPHRASE } };
}

/** Somebody who has answered, and whom nobody has confirmed. */
async function answered(
  rig: PeopleRig,
  door: PeopleDoor,
  orgId: Parameters<PeopleDoor["studio"]["select"]>[0]["orgId"],
) {
  const { invitation, code } = await door.people.invite({ name: "Robin", role: "operator", teamIds: [], days: 1 });
  const answer = await rig.visit().door.people.accept({ orgId, code, passphrase: ROBIN });
  return { id: invitation.id, memberId: answer.memberId, fingerprint: answer.fingerprint };
}

/** The rooms behind the door, to stop between two steps as a crash does. */
function rooms(rig: PeopleRig) {
  const [org] = rig.running.studio.orgs();
  if (!org) throw new Error("no organization");
  return org;
}

test(
  "a confirmation that was cut off in the vault counts after the next unlock, and one before it never was",
  { timeout: SLOW },
  async () => {
    proves("people:invitation");
    const { rig, door, orgId, dana } = await acme();
    await using _rig = rig;
    const { id, memberId, fingerprint } = await answered(rig, door, orgId);
    const org = rooms(rig);
    await org.members.beginConfirm(id, memberId);
    const before = await rig.restart();
    const second = before.visit().door;
    await second.session.signIn(dana);
    expect((await second.people.list()).map(({ name }) => name)).toEqual(["Dana"]);
    expect((await second.people.invitations()).map(({ state }) => state.kind)).toEqual(["answered"]);

    await rooms(before).members.beginConfirm(id, memberId);
    await rooms(before).vault.confirmInvitation(id, fingerprint);
    const after = await rig.restart();
    const third = after.visit().door;
    await third.session.signIn(dana);
    expect((await third.people.list()).map(({ name, role }) => [name, role])).toEqual([
      ["Dana", "admin"],
      ["Robin", "operator"],
    ]);
    expect(await third.people.invitations()).toEqual([]);
  },
);

test(
  "a removal that was cut off before the vault is finished by the next admin; a role and a team were never given",
  { timeout: SLOW },
  async () => {
    proves("people:removed");
    const { rig, door, orgId, dana } = await acme();
    await using _rig = rig;
    const { id, memberId, fingerprint } = await answered(rig, door, orgId);
    await door.people.confirm({ id, fingerprint });
    const robin = memberId;
    const by = { id: dana.memberId, name: "Dana" };
    const team = await rooms(rig).members.createTeam("Platform", [dana.memberId, robin], by);
    await rooms(rig).members.setRole(robin, "admin", by);
    const next = await rig.restart();
    const { door: again } = next.visit();
    await again.session.signIn(dana);
    const facts = await rooms(next).vault.memberFacts();
    expect(facts.map(({ isAdmin, teams }) => [isAdmin, teams])).toEqual([
      [true, []],
      [false, []],
    ]);
    expect((await again.people.list()).map(({ role }) => role)).toEqual(["admin", "operator"]);
    expect((await again.teams.list()).map(({ id: one, members }) => [one, members])).toEqual([[team.id, []]]);
    await rooms(next).vault.setAdmin(robin, true);
    await rooms(next).vault.setTeam(team.id, [robin]);
    await rooms(next).members.setRole(robin, "member", by);
    await settlePeople(rooms(next));
    expect((await rooms(next).vault.memberFacts()).map(({ isAdmin, teams }) => [isAdmin, teams])).toEqual([
      [true, []],
      [false, []],
    ]);

    const policy = await again.policies.create({ name: "P", trustLevel: "manual", nameForm: "plain", grants: [] });
    await again.keys.create({ name: "robin's", policyId: policy.id, memberId: robin });
    await rooms(next).members.remove(robin, by);
    const last = await rig.restart();
    const { door: third } = last.visit();
    await third.session.signIn(dana);
    expect((await rooms(last).vault.memberFacts()).map((one) => one.memberId)).toEqual([dana.memberId]);
    expect((await third.keys.list()).map(({ state }) => state)).toEqual(["revoked"]);
    expect((await third.vault.status()).keyVersions.length).toBeGreaterThan(1);
  },
);

test(
  "an admin who was written into the tables is none, and nobody whom the tables dropped is lost",
  { timeout: SLOW },
  async () => {
    proves("people:roles", "people:passphrase");
    const { rig, door, orgId, dana } = await acme();
    await using _rig = rig;
    const { id, memberId, fingerprint } = await answered(rig, door, orgId);
    await door.people.confirm({ id, fingerprint });
    const team = await door.teams.create({ name: "Platform", memberIds: [dana.memberId] });
    const next = await rig.restart();
    const [folder = ""] = readdirSync(join(next.home, "orgs"));
    const file = new Database(join(next.home, "orgs", folder, "org.db"));
    file.prepare("update member set role = 'admin' where id = ?").run(memberId);
    file.prepare("update member set state = 'removed' where id = ?").run(dana.memberId);
    file.prepare("insert into team_member values (?, ?)").run(team.id, memberId);
    file.close();

    const { door: again } = next.visit();
    const robin = { orgId, memberId, passphrase: ROBIN };
    expect(await codeOf(again.session.signIn(robin))).toBe("conflict");
    expect(await codeOf(again.session.signIn(dana))).toBe("conflict");
    await again.session.signIn(robin);
    expect(await codeOf(again.people.invite({ name: "Kim", role: "admin", teamIds: [], days: 1 }))).toBe("forbidden");
    await again.session.lock();
    await again.session.signIn(dana);
    expect((await again.people.list()).map(({ name, role }) => [name, role])).toEqual([
      ["Dana", "admin"],
      ["Robin", "member"],
    ]);
    expect((await again.teams.list()).map(({ members }) => members.map(({ name }) => name))).toEqual([["Dana"]]);
    expect((await rooms(next).vault.memberFacts()).map(({ isAdmin }) => isAdmin)).toEqual([true, false]);
  },
);

test(
  "a member whom sealed tables make an admin and put into a team, and the vault does not, is and gets neither",
  { timeout: SLOW },
  async () => {
    proves("people:roles");
    const { rig, door, orgId, dana } = await acme();
    await using _rig = rig;
    const { id, memberId, fingerprint } = await answered(rig, door, orgId);
    await door.people.confirm({ id, fingerprint });
    const team = await door.teams.create({ name: "Platform", memberIds: [dana.memberId] });
    const robin = { orgId, memberId, passphrase: ROBIN };
    const by = { id: dana.memberId, name: "Dana" };
    await rooms(rig).members.setRole(memberId, "admin", by);
    await rooms(rig).members.setTeamMembers(team.id, [dana.memberId, memberId], by);
    const next = await rig.restart();
    const { door: again } = next.visit();
    expect(await again.session.signIn(robin)).toMatchObject({ member: { role: "operator" } });
    expect(await codeOf(again.people.invite({ name: "Kim", role: "admin", teamIds: [], days: 1 }))).toBe("forbidden");
    await again.session.lock();
    await again.session.signIn(dana);
    expect((await rooms(next).vault.memberFacts()).map(({ isAdmin, teams }) => [isAdmin, teams])).toEqual([
      [true, [team.id]],
      [false, []],
    ]);
    expect((await again.people.list()).map(({ role }) => role)).toEqual(["admin", "operator"]);
    expect((await again.teams.list()).map(({ members }) => members.map(({ name }) => name))).toEqual([["Dana"]]);
  },
);

test(
  "a removal that was cut off in the middle of the vault is finished by the next admin, a member's and a team's",
  { timeout: SLOW },
  async () => {
    proves("people:removed");
    const { rig, door, orgId, dana } = await acme();
    await using _rig = rig;
    const { id, memberId, fingerprint } = await answered(rig, door, orgId);
    await door.people.confirm({ id, fingerprint });
    const team = await door.teams.create({ name: "Platform", memberIds: [dana.memberId] });
    const wish = { authType: "token", remindAfterDays: null } as const;
    const own = await door.credentials.create({ ...wish, name: "own", scope: "user_secret" });
    const shared = await door.credentials.create({ ...wish, name: "shared", scope: "team_secret" });
    await enter(door, shared.id, { secret: "the secret of a team" }, team.id);
    await door.session.lock();
    const robin = rig.visit().door;
    await robin.session.signIn({ orgId, memberId, passphrase: ROBIN });
    await enter(robin, own.id, { secret: "a secret of robin's own" });
    await robin.session.lock();
    await door.session.signIn(dana);

    const { members, vault } = rooms(rig);
    const by = { id: dana.memberId, name: "Dana" };
    await members.remove(memberId, by);
    await members.removeTeam(team.id, by);
    const [folder = ""] = readdirSync(join(rig.home, "orgs"));
    const file = new Database(join(rig.home, "orgs", folder, "org.db"));
    // The first step takes the keys; the second, the secrets, does not get through.
    file.exec("create trigger cut before delete on secret begin select raise(abort, 'cut'); end");
    await expect(vault.removeMember(memberId)).rejects.toThrow("cut");
    await expect(vault.removeTeam(team.id)).rejects.toThrow("cut");
    file.exec("drop trigger cut");
    file.close();
    expect((await vault.listSecrets()).map(({ scope }) => scope).toSorted()).toEqual(["team", "user"]);
    const next = await rig.restart();
    await next.visit().door.session.signIn(dana);
    expect(await rooms(next).vault.listSecrets()).toEqual([]);
  },
);

test(
  "a headless key opens every organization that it fits, and locks nobody out of the lock",
  { timeout: SLOW },
  async () => {
    proves("headless:key");
    const { rig, door, orgId } = await acme();
    await using _rig = rig;
    const { key } = await door.vault.addHeadlessKey({ passphrase: PASSPHRASE });
    const other = await door.studio.setUp({ ...FIRST_RUN, orgName: "Bureau" });
    const next = await rig.restart();
    const { studio } = next.running;
    const { Secret } = await import("./base/secret.ts");
    using wrong = Secret.take(Buffer.alloc(32, 7));
    expect(await studio.openHeadless(wrong)).toBe(0);
    using bytes = Secret.take(Buffer.from(key, "base64url"));
    expect(await studio.openHeadless(bytes)).toBe(1);
    expect(studio.orgs().map((org) => [org.id, org.vault.state.kind, org.openedBy])).toEqual([
      [orgId, "unlocked", "headless-key"],
      [other.orgId, "locked", null],
    ]);
    const { door: visitor } = next.visit();
    expect(await visitor.studio.select({ orgId })).toMatchObject({ kind: "signed-out", org: { name: "Acme" } });
    expect(await codeOf(visitor.policies.list())).toBe("not_signed_in");
    await visitor.session.lock();
    expect((await visitor.studio.state()).kind).toBe("locked");
  },
);
