import { afterEach, beforeEach, expect, test } from "vitest";
import type { InvitationId, MemberId, OrgId, TeamId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { createMemoryRecorder, type MemoryRecorder } from "../../testkit/recorder.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { newId } from "../base/new-id.ts";
import { openHome, type AuditDraft, type OrgDb } from "../store/index.ts";
import { foundOrg, openMembers, type Members } from "./members.ts";

const dana = { id: newId<MemberId>(), name: "Dana" };
const clock = createManualClock();
let disposal: AsyncDisposableStack;
let db: OrgDb;
let recorder: MemoryRecorder<OrgDb, AuditDraft>;
let members: Members;

beforeEach(async () => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const id = newId<OrgId>();
  ({ db } = disposal.adopt(home.openOrg(id), (opened) => opened.close()));
  recorder = createMemoryRecorder<OrgDb, AuditDraft>(db);
  await foundOrg(recorder.record, { id, name: "Acme" }, dana, clock.now());
  members = await reopened();
});

afterEach(() => disposal.disposeAsync());

/** What a restart would read. */
function reopened(): Promise<Members> {
  return openMembers({ db, record: recorder.record, clock });
}

const code = (expected: string) => expect.objectContaining({ code: expected });

async function invite(name: string, teamIds: readonly TeamId[] = []): Promise<InvitationId> {
  const id = newId<InvitationId>();
  await members.invite({ id, name, role: "operator", teamIds, expiresAt: clock.now() + 1000 }, dana);
  return id;
}

async function join(name: string, teamIds: readonly TeamId[] = []): Promise<MemberId> {
  const memberId = newId<MemberId>();
  const invitation = await invite(name, teamIds);
  await members.beginConfirm(invitation, memberId);
  await members.finishConfirm(invitation, memberId, "member:Dana");
  return memberId;
}

test("an invited person becomes a member with the role and teams of the invitation, which is then gone", async () => {
  const team = await members.createTeam("Platform", [dana.id], dana);
  const robin = await join("Robin", [team.id]);
  for (const now of [members, await reopened()]) {
    expect(now.list().map(({ name, role }) => [name, role])).toEqual([
      ["Dana", "admin"],
      ["Robin", "operator"],
    ]);
    expect(now.teamsOf(robin).map(({ name }) => name)).toEqual(["Platform"]);
    expect(now.invitations()).toEqual([]);
    expect(now.unsettled()).toEqual([]);
  }
  expect(recorder.entries.map(({ action }) => action)).toEqual([
    "org.created",
    "member.created",
    "team.created",
    "invitation.created",
    "member.confirming",
    "member.confirmed",
  ]);
});

test("what is cut off between the two halves of a confirmation can be finished or undone later", async () => {
  const [one, two] = [newId<MemberId>(), newId<MemberId>()];
  await members.beginConfirm(await invite("Robin"), one);
  await members.beginConfirm(await invite("Kim"), two);
  const later = await reopened();
  expect(later.list()).toHaveLength(1);
  expect(later.unsettled().map(({ name, state }) => [name, state])).toEqual([
    ["Robin", "invited"],
    ["Kim", "invited"],
  ]);
  await later.finishConfirm(null, one, "gatehouse");
  await later.undoConfirm(two);
  expect(later.list().map(({ name }) => name)).toEqual(["Dana", "Robin"]);
  expect(later.invitations().map(({ name }) => name)).toEqual(["Kim"]);
});

test("an answer that names somebody who is or was a member, or whom another invitation waits for, is refused", async () => {
  const eve = await join("Eve");
  await members.setRole(eve, "admin", dana);
  await members.remove(eve, dana);
  expect(members.find(eve)).toMatchObject({ state: "removed", role: "member" });
  const waiting = newId<MemberId>();
  const kim = await invite("Kim");
  await members.beginConfirm(kim, waiting);
  await members.beginConfirm(kim, waiting);
  const mallory = await invite("Mallory");
  for (const id of [eve, dana.id, waiting])
    await expect(members.beginConfirm(mallory, id)).rejects.toThrow(code("invitation_invalid"));
  for (const id of [eve, dana.id])
    await expect(members.finishConfirm(mallory, id, "member:Dana")).rejects.toThrow(code("not_found"));
  expect(members.find(eve)).toMatchObject({ state: "removed" });
});

test("a name is never given twice: not to an invitation, not to one who left, whatever its case", async () => {
  const robin = await join("Robin");
  await expect(invite("ROBIN")).rejects.toThrow(code("name_taken"));
  await invite("Kim");
  await expect(invite("kim")).rejects.toThrow(code("name_taken"));
  await members.remove(robin, dana);
  await expect(invite("robin")).rejects.toThrow(code("name_taken"));
  await members.createTeam("Platform", [], dana);
  await expect(members.createTeam("platform", [], dana)).rejects.toThrow(code("name_taken"));
});

test("one who left is no member any more, in no team, and is still known by name", async () => {
  const robin = await join("Robin");
  const team = await members.createTeam("Platform", [dana.id, robin, robin], dana);
  expect(team.memberIds).toHaveLength(2);
  await members.remove(robin, dana);
  expect(members.list().map(({ name }) => name)).toEqual(["Dana"]);
  expect(members.team(team.id).memberIds).toEqual([dana.id]);
  expect(members.find(robin)).toMatchObject({ name: "Robin", state: "removed" });
  await expect(members.remove(robin, dana)).rejects.toThrow(code("not_found"));
  await expect(members.setTeamMembers(team.id, [robin], dana)).rejects.toThrow(code("not_found"));
});

test("the last admin keeps the role and stays", async () => {
  const robin = await join("Robin");
  await expect(members.setRole(dana.id, "member", dana)).rejects.toThrow(code("last_admin"));
  await expect(members.remove(dana.id, dana)).rejects.toThrow(code("last_admin"));
  await members.setRole(robin, "admin", dana);
  await members.setRole(dana.id, "member", { id: robin, name: "Robin" });
  expect((await reopened()).list().map(({ role }) => role)).toEqual(["member", "admin"]);
});

test("a sign-in is noted with its entry in the log", async () => {
  clock.advance(5000);
  await recorder.record(async (tx) => {
    await members.noteSignIn(tx, dana.id);
    return { value: undefined, entries: [] };
  });
  expect((await reopened()).list()[0]?.lastSignedInAt).toBe(clock.now());
});
