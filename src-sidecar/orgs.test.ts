import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { OrgId } from "../src-contract/ids.ts";
import { proves } from "../testkit/promises.ts";
import { newId } from "./base/new-id.ts";
import { codeOf, FIRST_RUN, openPeopleRig, PASSPHRASE, type PeopleDoor } from "./handlers/testdata/people-rig.ts";
import { ask } from "./testdata/agent-rig.ts";
import { enter } from "./testdata/enter.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const SECOND = { ...FIRST_RUN, orgName: "Bureau" };

/** A policy without tools, and a key for it. */
async function keyIn(door: PeopleDoor): Promise<string> {
  const policy = await door.policies.create({ name: "P", trustLevel: "manual", nameForm: "namespaced", grants: [] });
  return (await door.keys.create({ name: "laptop", policyId: policy.id, memberId: null })).key;
}

test(
  "a second organization is made by whoever is signed in, and stands beside the first",
  { timeout: SLOW },
  async () => {
    proves("org:isolation");
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const first = await door.studio.setUp(FIRST_RUN);
    const stranger = rig.visit();
    expect(await codeOf(stranger.door.studio.setUp(SECOND))).toBe("already_set_up");
    expect(await codeOf(door.studio.setUp(FIRST_RUN))).toBe("name_taken");
    const second = await door.studio.setUp(SECOND);

    const state = await door.studio.state();
    expect(state).toMatchObject({ kind: "signed-in", org: { id: second.orgId, name: "Bureau" } });
    expect(state.kind === "signed-in" && state.orgs).toEqual([
      { id: first.orgId, name: "Acme", isOpen: true, fault: null },
      { id: second.orgId, name: "Bureau", isOpen: true, fault: null },
    ]);
    expect(readdirSync(join(rig.home, "orgs")).toSorted()).toEqual([first.orgId, second.orgId].toSorted());

    // What is made in one is not in the other, and looking at the other asks for no passphrase again.
    await keyIn(door);
    expect(await door.policies.list()).toHaveLength(1);
    expect(await door.studio.select({ orgId: first.orgId })).toMatchObject({
      kind: "signed-in",
      org: { name: "Acme" },
    });
    expect(await door.policies.list()).toHaveLength(0);
    // Who is signed in to one is nobody in the other.
    await stranger.door.session.resume({ sessionToken: first.sessionToken });
    expect(await stranger.door.policies.list()).toHaveLength(0);
    expect(await stranger.door.studio.select({ orgId: second.orgId })).toMatchObject({ kind: "signed-out" });
    expect(await codeOf(stranger.door.policies.list())).toBe("not_signed_in");
    expect(
      await codeOf(stranger.door.policies.create({ name: "Q", trustLevel: "manual", nameForm: "plain", grants: [] })),
    ).toBe("not_signed_in");
  },
);

test(
  "an organization that is being opened anew is still here, and nobody else sets up or restores in its place",
  { timeout: SLOW },
  async () => {
    proves("org:isolation");
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
    const { path } = await door.backups.create({});
    const { studio } = rig.running;
    const org = studio.org(orgId);
    if (!org) throw new Error("no organization");
    const kinds = new Set<string>();
    const reopening = { isDone: false };
    const watching = (async () => {
      const { door: guest } = rig.visit();
      while (!reopening.isDone) {
        await new Promise(setImmediate);
        if (studio.org(orgId) === null) kinds.add("absent");
        kinds.add((await guest.studio.state()).kind);
      }
    })();
    const guests = Array.from({ length: 8 }, () => rig.visit().door);
    const reopened = Promise.all([studio.reopen(org, "gatehouse", "one"), studio.reopen(org, "gatehouse", "two")]);
    const asked = [
      ...guests.map((guest) => codeOf(guest.backups.restore({ path, replace: true }))),
      ...guests.map((guest) => codeOf(guest.studio.setUp(SECOND))),
    ];
    const [first, second] = await reopened;
    reopening.isDone = true;
    await watching;
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["not_signed_in", "already_set_up"]));
    kinds.delete("signed-out"); // Before it was locked.
    expect([...kinds]).toEqual(["locked"]);
    expect([first === second, studio.org(orgId) === first, first === org]).toEqual([true, true, false]);
    // What was asked of the one that is gone is not done to the one that is here.
    expect(await codeOf(studio.removeOrg(org))).toBe("conflict");
    await door.session.signIn({ orgId, memberId, passphrase: PASSPHRASE });
    expect(await door.studio.state()).toMatchObject({ kind: "signed-in" });
  },
);

test(
  "who may put a backup in an organization's place is asked when nothing else changes it any more",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId } = await door.studio.setUp(FIRST_RUN);
    const { path } = await door.backups.create({});
    const { studio } = rig.running;
    const facts = { id: newId<OrgId>(), name: "Bureau", createdAt: 1 };
    const wasHere: boolean[] = [];
    const mayTake = (): string => {
      wasHere.push(studio.org(facts.id) !== null);
      return "gatehouse";
    };
    const put = (): Promise<void> => Promise.resolve();
    await Promise.all([studio.replaceOrg(facts, mayTake, put), studio.replaceOrg(facts, mayTake, put)]);
    expect(wasHere).toEqual([false, true]);

    await using other = await openPeopleRig();
    const guests = [other.visit().door, other.visit().door];
    const outcomes = guests.map((guest) => codeOf(guest.backups.restore({ path, replace: true })));
    expect((await Promise.all(outcomes)).toSorted()).toEqual(["done", "not_signed_in"]);
    expect(readdirSync(join(other.home, "orgs"))).toEqual([orgId]);
  },
);

test("an agent's key reaches its own organization, and a lock closes all of them", { timeout: SLOW }, async () => {
  proves("org:isolation");
  await using rig = await openPeopleRig();
  const { door } = rig.visit();
  const first = await door.studio.setUp(FIRST_RUN);
  const keys = [await keyIn(door)];
  const second = await door.studio.setUp(SECOND);
  keys.push(await keyIn(door));
  const url = rig.running.agentsUrl;
  const initialize = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
  for (const key of keys) {
    const answer = await ask(url, key, "initialize", initialize);
    expect(answer.status).toBe(200);
  }
  const sessionsIn = async (orgId: typeof first.orgId) => {
    await door.studio.select({ orgId });
    return (await door.sessions.list()).length;
  };
  expect([await sessionsIn(first.orgId), await sessionsIn(second.orgId)]).toEqual([1, 1]);
  // Revoked in its own organization, it opens nothing in any.
  const [key] = await door.keys.list();
  if (key) await door.keys.revoke({ id: key.id });
  expect((await ask(url, keys[1] ?? "", "tools/list")).status).toBe(401);
  expect((await ask(url, keys[0] ?? "", "tools/list")).status).toBe(200);

  const window = rig.visit();
  await window.door.session.lock(); // By anyone: it only takes power away.
  const state = await door.studio.state();
  expect(state).toMatchObject({ kind: "locked", orgs: [{ isOpen: false }, { isOpen: false }] });
  expect(await codeOf(door.session.resume({ sessionToken: first.sessionToken }))).toBe("not_signed_in");
  await door.session.signIn({ orgId: first.orgId, memberId: first.memberId, passphrase: PASSPHRASE });
  expect(await door.studio.state()).toMatchObject({ kind: "signed-in", orgs: [{ isOpen: true }, { isOpen: false }] });
  const opened = (await door.audit.list({ limit: 50, kind: "all" })).entries.map(({ action, actor }) => [
    action,
    actor,
  ]);
  expect(opened).toContainEqual(["vault.locked", "somebody"]);
});

test(
  "signing out ends every connection of that session, and a new passphrase ends the others",
  { timeout: SLOW },
  async () => {
    proves("people:passphrase");
    await using rig = await openPeopleRig();
    const one = rig.visit();
    const { sessionToken, orgId, memberId } = await one.door.studio.setUp(FIRST_RUN);
    const twin = rig.visit();
    await twin.door.session.resume({ sessionToken });
    const other = rig.visit();
    await other.door.session.signIn({ orgId, memberId, passphrase: PASSPHRASE });
    const heard: string[] = [];
    const listening = (async () => {
      for await (const event of await twin.door.studio.events()) heard.push(event.kind);
    })();
    await expect.poll(() => heard).toEqual(["hello"]);

    await one.door.session.signOut();
    await listening; // The stream of a session that ended is over.
    expect(await codeOf(twin.door.policies.list())).toBe("not_signed_in");
    expect(await other.door.policies.list()).toEqual([]);

    await twin.door.session.signIn({ orgId, memberId, passphrase: PASSPHRASE });
    const next = "another battery staple";
    const wrong = { current: "not the passphrase", next };
    expect(await codeOf(other.door.session.changePassphrase(wrong))).toBe("wrong_passphrase");
    await other.door.session.changePassphrase({ current: PASSPHRASE, next });
    expect(await codeOf(twin.door.policies.list())).toBe("not_signed_in");
    expect(await other.door.policies.list()).toEqual([]);
    const actions = (await other.door.audit.list({ limit: 50, kind: "all" })).entries.map(({ action }) => action);
    for (const action of ["member.signed-in", "member.signed-out", "member.sign-in-refused", "passphrase.changed"])
      expect(actions).toContain(action);
  },
);

test("the recovery key sets a new passphrase and ends what was signed in before", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const one = rig.visit();
  const { recoveryKey, orgId, memberId } = await one.door.studio.setUp(FIRST_RUN);
  const newPassphrase = "another battery staple";
  const back = rig.visit();
  await back.door.session.recover({ orgId, memberId, recoveryKey, newPassphrase });
  expect(await back.door.policies.list()).toEqual([]);
  expect(await codeOf(one.door.policies.list())).toBe("not_signed_in");
  expect(await codeOf(one.door.session.signIn({ orgId, memberId, passphrase: PASSPHRASE }))).toBe("wrong_passphrase");
  const actions = (await back.door.audit.list({ limit: 50, kind: "all" })).entries.map(({ action }) => action);
  expect(actions).toContain("member.recovered");
});

test(
  "an organization goes with its name and the passphrase, keys first, and the other stays",
  { timeout: SLOW },
  async () => {
    proves("org:shredded");
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const first = await door.studio.setUp(FIRST_RUN);
    const key = await keyIn(door);
    const second = await door.studio.setUp(SECOND);
    await door.orgs.rename({ name: "Office" });
    expect(await codeOf(door.orgs.rename({ name: "Acme" }))).toBe("name_taken");
    await door.studio.select({ orgId: first.orgId });
    expect(await door.orgs.removalPreview()).toMatchObject({ name: "Acme", members: 1, keys: 1, secrets: 0 });
    expect(await codeOf(door.orgs.remove({ name: "Office", passphrase: PASSPHRASE }))).toBe("invalid_input");
    expect(await codeOf(door.orgs.remove({ name: "Acme", passphrase: "not the passphrase" }))).toBe("wrong_passphrase");
    await door.orgs.remove({ name: "Acme", passphrase: PASSPHRASE });
    expect(existsSync(join(rig.home, "orgs", first.orgId))).toBe(false);
    expect((await ask(rig.running.agentsUrl, key, "tools/list")).status).toBe(401);
    expect(await door.studio.state()).toMatchObject({ kind: "signed-in", org: { name: "Office" } });
    expect(await codeOf(door.studio.select({ orgId: first.orgId }))).toBe("not_found");

    const next = await rig.restart();
    const state = await next.visit().door.studio.state();
    expect(state).toMatchObject({ kind: "locked", orgs: [{ id: second.orgId, name: "Office" }] });
  },
);

test(
  "each organization knows its own secrets, and the log of the studio knows all of them",
  { timeout: SLOW },
  async () => {
    proves("org:isolation", "secret:nowhere");
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const values = ["Zq7-kPw9_mX2vL8tRb4NsY6c", "Ht3-jVd5_cK9wQ1xFg8ZbM4n"];
    for (const [index, secret] of values.entries()) {
      await door.studio.setUp(index === 0 ? FIRST_RUN : SECOND);
      const wish = { name: "token", scope: "org_secret", authType: "token", remindAfterDays: null } as const;
      const { id } = await door.credentials.create(wish);
      await enter(door, id, { secret });
    }
    const seen = rig.running.studio
      .orgs()
      .map((org) => values.map((value) => org.cleanText(`a ${value} z`) !== `a ${value} z`));
    expect(seen).toEqual([
      [true, false],
      [false, true],
    ]);
    const lines: string[] = [];
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    rig.running.studio.log(`heard ${values.join(" and ")}`);
    spy.mockRestore();
    expect(lines.join("")).toContain("heard ");
    for (const value of values) expect(lines.join("")).not.toContain(value);
  },
);
