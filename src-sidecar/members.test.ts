import { expect, test } from "vitest";
import { invitationFile } from "../src-contract/people.ts";
import type { Role } from "../src-contract/values.ts";
import { proves } from "../testkit/promises.ts";
import { Secret } from "./base/secret.ts";
import {
  codeOf,
  FIRST_RUN,
  openPeopleRig,
  PASSPHRASE,
  type PeopleDoor,
  type PeopleRig,
} from "./handlers/testdata/people-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const ROBIN = "robin has a passphrase";

/** Dana's organization, open for her. */
async function acme(rig: PeopleRig) {
  const { door } = rig.visit();
  const { orgId, memberId, recoveryKey } = await door.studio.setUp(FIRST_RUN);
  return { door, recoveryKey, dana: { orgId, memberId, passphrase: PASSPHRASE } };
}

/** Invites somebody, who answers at the door and is confirmed. @returns what they sign in with. */
async function join(rig: PeopleRig, door: PeopleDoor, name: string, role: Role) {
  const { invitation, code } = await door.people.invite({ name, role, teamIds: [], days: 7 });
  const state = await door.studio.state();
  if (state.kind !== "signed-in") throw new Error("nobody is signed in");
  const orgId = state.org.id;
  const answer = await rig.visit().door.people.accept({ orgId, code, passphrase: ROBIN });
  await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  return { signIn: { orgId, memberId: answer.memberId, passphrase: ROBIN }, answer };
}

test(
  "an invitation is answered at the door and counts once an admin has compared the fingerprint",
  { timeout: SLOW },
  async () => {
    proves("people:invitation");
    await using rig = await openPeopleRig();
    const { door, dana } = await acme(rig);
    const { orgId } = dana;
    const { invitation, code, file } = await door.people.invite({
      name: "Robin",
      role: "operator",
      teamIds: [],
      days: 7,
    });
    expect(invitation.state).toEqual({ kind: "open" });
    expect(invitationFile.parse(JSON.parse(file))).toMatchObject({ orgId, orgName: "Acme", name: "Robin", code });
    expect(await codeOf(door.people.invite({ name: "robin", role: "member", teamIds: [], days: 7 }))).toBe(
      "name_taken",
    );

    const guest = rig.visit().door;
    expect(await guest.studio.state()).toMatchObject({ org: { hasInvitations: true } });
    const wrong = code.replace(/^./, (first) => (first === "0" ? "1" : "0"));
    expect(await codeOf(guest.people.accept({ orgId, code: wrong, passphrase: ROBIN }))).toBe("invitation_invalid");
    const answer = await guest.people.accept({ orgId, code, passphrase: ROBIN });
    expect(answer).toMatchObject({ name: "Robin", fingerprint: expect.stringMatching(/^\d{5}( \d{5}){3}$/) });
    expect(await codeOf(guest.people.accept({ orgId, code, passphrase: ROBIN }))).toBe("invitation_expired");
    const robin = { orgId, memberId: answer.memberId, passphrase: ROBIN };
    expect(await codeOf(guest.session.signIn(robin))).toBe("not_found");

    const [listed] = await door.people.invitations();
    expect(listed?.state).toMatchObject({ kind: "answered", fingerprint: answer.fingerprint });
    const other = { id: invitation.id, fingerprint: "00000 00000 00000 00000" };
    expect(await codeOf(door.people.confirm(other))).toBe("fingerprint_mismatch");
    const member = await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
    expect(member).toMatchObject({ name: "Robin", role: "operator", fingerprint: answer.fingerprint, isYou: false });
    expect(await door.people.invitations()).toEqual([]);

    // One member's keys at a time.
    expect(await codeOf(guest.session.signIn(robin))).toBe("other_member");
    await guest.session.lock();
    expect(await guest.session.signIn(robin)).toMatchObject({ member: { name: "Robin", role: "operator" } });
    expect(await codeOf(door.session.signIn(dana))).toBe("other_member");
    expect(await guest.people.list()).toMatchObject([
      { name: "Dana" },
      { name: "Robin", isYou: true, lastSignedInAt: expect.any(Number) },
    ]);
    expect(await codeOf(guest.people.invite({ name: "Kim", role: "member", teamIds: [], days: 1 }))).toBe("forbidden");
  },
);

test("a role counts at once, the last admin stays, and nobody takes their own away", { timeout: SLOW }, async () => {
  proves("people:roles");
  await using rig = await openPeopleRig();
  const { door, dana } = await acme(rig);
  expect(await codeOf(door.people.setRole({ id: dana.memberId, role: "member" }))).toBe("conflict");
  const { signIn } = await join(rig, door, "Robin", "member");
  expect(await door.people.setRole({ id: signIn.memberId, role: "admin" })).toMatchObject({ role: "admin" });
  await door.session.lock();

  const robin = rig.visit().door;
  await robin.session.signIn(signIn);
  expect(await robin.people.setRole({ id: dana.memberId, role: "member" })).toMatchObject({ role: "member" });
  await robin.session.lock();
  await door.session.signIn(dana);
  expect(await codeOf(door.people.setRole({ id: signIn.memberId, role: "member" }))).toBe("forbidden");
  expect(await codeOf(door.orgs.removalPreview())).toBe("forbidden");
  expect((await door.people.list()).map(({ name, role }) => [name, role])).toEqual([
    ["Dana", "member"],
    ["Robin", "admin"],
  ]);
});

test(
  "a member who is removed loses keys, sign-in and names, and the tokens to revoke are named",
  { timeout: SLOW },
  async () => {
    proves("people:removed");
    await using rig = await openPeopleRig();
    const { door } = await acme(rig);
    const { signIn } = await join(rig, door, "Robin", "operator");
    const team = await door.teams.create({ name: "Platform", memberIds: [signIn.memberId] });
    expect(team).toMatchObject({ name: "Platform", members: [{ name: "Robin" }], secrets: 0 });
    expect(await codeOf(door.teams.create({ name: "platform", memberIds: [] }))).toBe("name_taken");
    const policy = await door.policies.create({ name: "P", trustLevel: "manual", nameForm: "plain", grants: [] });
    await door.keys.create({ name: "robin's laptop", policyId: policy.id, memberId: signIn.memberId });

    const preview = await door.people.removalPreview({ id: signIn.memberId });
    expect(preview).toMatchObject({
      member: { name: "Robin" },
      keys: 1,
      teams: [{ name: "Platform" }],
      waitingCalls: 0,
    });
    expect(await door.people.remove({ id: signIn.memberId })).toEqual(preview);
    expect((await door.people.list()).map(({ name }) => name)).toEqual(["Dana"]);
    expect((await door.keys.list()).map(({ state }) => state)).toEqual(["revoked"]);
    expect((await door.teams.list()).map(({ members }) => members)).toEqual([[]]);
    expect(await codeOf(door.people.remove({ id: signIn.memberId }))).toBe("not_found");
    expect(await codeOf(door.people.invite({ name: "Robin", role: "member", teamIds: [], days: 1 }))).toBe(
      "name_taken",
    );
    await door.session.lock();
    expect(await codeOf(rig.visit().door.session.signIn(signIn))).toBe("not_found");
  },
);

test("whoever answers with the id of an admin who was removed gets nothing of theirs", { timeout: SLOW }, async () => {
  proves("people:invitation");
  await using rig = await openPeopleRig();
  const { door } = await acme(rig);
  const eve = await join(rig, door, "Eve", "admin");
  await door.people.remove({ id: eve.signIn.memberId });
  const { invitation, code } = await door.people.invite({ name: "Mallory", role: "member", teamIds: [], days: 7 });
  const [org] = rig.running.studio.orgs();
  if (!org) throw new Error("no organization");
  // As a program of their own would: the code alone makes an answer.
  using typed = Secret.fromText(code);
  using passphrase = Secret.fromText(ROBIN);
  const answer = await org.vault.answerInvitation({ code: typed, memberId: eve.signIn.memberId, passphrase });
  answer.recoveryKey.wipe();
  const confirmed = door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  expect(await codeOf(confirmed)).toBe("invitation_invalid");
  expect((await door.people.list()).map(({ name }) => name)).toEqual(["Dana"]);
  expect((await org.vault.memberFacts()).map(({ isAdmin }) => isAdmin)).toEqual([true]);
});

test("the keys that a removed admin was shown are revoked, and counted before", { timeout: SLOW }, async () => {
  proves("people:removed");
  await using rig = await openPeopleRig();
  const { door, dana } = await acme(rig);
  const { signIn } = await join(rig, door, "Eve", "admin");
  const policy = await door.policies.create({ name: "P", trustLevel: "manual", nameForm: "plain", grants: [] });
  const wish = { policyId: policy.id, memberId: null };
  const seen = await door.keys.create({ ...wish, name: "Dana's, regenerated by Eve" });
  await door.keys.create({ ...wish, name: "Dana's" });
  await door.session.lock();
  const eve = rig.visit().door;
  await eve.session.signIn(signIn);
  await eve.keys.create({ ...wish, name: "Eve's" });
  const back = await eve.keys.create({ ...wish, name: "Eve's, regenerated by Dana" });
  await eve.keys.regenerate({ id: seen.id });
  await eve.session.lock();
  await door.session.signIn(dana);
  await door.keys.regenerate({ id: back.id });
  expect(await door.people.removalPreview({ id: signIn.memberId })).toMatchObject({ keys: 2 });
  await door.people.remove({ id: signIn.memberId });
  expect((await door.keys.list()).map(({ name, state }) => [name, state])).toEqual([
    ["Dana's, regenerated by Eve", "revoked"],
    ["Dana's", "active"],
    ["Eve's", "revoked"],
    ["Eve's, regenerated by Dana", "active"],
  ]);
});

test("who is invited as an admin and into a team is both once confirmed", { timeout: SLOW }, async () => {
  proves("people:roles");
  await using rig = await openPeopleRig();
  const { door, dana } = await acme(rig);
  const team = await door.teams.create({ name: "Platform", memberIds: [dana.memberId] });
  const { invitation, code } = await door.people.invite({ name: "Eve", role: "admin", teamIds: [team.id], days: 7 });
  const answer = await rig.visit().door.people.accept({ orgId: dana.orgId, code, passphrase: ROBIN });
  const eve = await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  expect(eve).toMatchObject({ role: "admin", teams: [{ name: "Platform" }] });
  const facts = async () => {
    const list = await rig.running.studio.orgs()[0]?.vault.memberFacts();
    return list?.map(({ isAdmin, teams }) => [isAdmin, teams]);
  };
  const both = [true, [team.id]];
  expect(await facts()).toEqual([both, both]);
  await door.teams.setMembers({ id: team.id, memberIds: [eve.id] });
  expect(await facts()).toEqual([[true, []], both]);
  await door.people.setRole({ id: eve.id, role: "operator" });
  expect(await facts()).toEqual([
    [true, []],
    [false, [team.id]],
  ]);
  await door.session.lock();
  const robin = rig.visit().door;
  const signedIn = await robin.session.signIn({ orgId: dana.orgId, memberId: eve.id, passphrase: ROBIN });
  expect(signedIn).toMatchObject({ member: { role: "operator" } });
});
