import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeOf, FIRST_RUN, openPeopleRig, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { ask } from "./testdata/agent-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.

test(
  "an organization whose database is damaged keeps no other closed, is left as it is, and comes back from a backup",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const acme = await door.studio.setUp(FIRST_RUN);
    const { path } = await door.backups.create({});
    const bureau = await door.studio.setUp({ ...FIRST_RUN, orgName: "Bureau" });
    const policy = await door.policies.create({ name: "P", trustLevel: "manual", nameForm: "namespaced", grants: [] });
    const { key } = await door.keys.create({ name: "laptop", policyId: policy.id, memberId: null });
    await (await rig.restart())[Symbol.asyncDispose](); // An orderly end: everything is in the one file.
    const file = join(rig.home, "orgs", acme.orgId, "org.db");
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged.fill(0x5a, 4096 * 3, 4096 * 9);
    writeFileSync(file, damaged);

    const next = await rig.restart();
    const guest = next.visit().door;
    const state = await guest.studio.state();
    expect(state).toMatchObject({ kind: "locked", org: { name: "Bureau" } });
    expect(state.kind === "locked" && state.orgs).toEqual([
      { id: acme.orgId, name: "Acme", isOpen: false, fault: "damaged" },
      { id: bureau.orgId, name: "Bureau", isOpen: false, fault: null },
    ]);
    expect((await ask(next.running.agentsUrl, key, "tools/list")).status).toBe(200);
    // Nothing of it is known but its name, and nothing is done in it.
    const shown = await guest.studio.select({ orgId: acme.orgId });
    expect(shown).toMatchObject({ kind: "unreadable", fault: "damaged", org: { name: "Acme", members: [] } });
    expect(
      await codeOf(guest.session.signIn({ orgId: acme.orgId, memberId: acme.memberId, passphrase: PASSPHRASE })),
    ).toBe("not_found");
    expect(await codeOf(guest.studio.setUp(FIRST_RUN))).toBe("already_set_up");
    expect(readFileSync(file).equals(damaged)).toBe(true);

    expect(await guest.backups.inspect({ path })).toMatchObject({ isHere: true, problem: null });
    expect(await codeOf(guest.backups.restore({ path, replace: false }))).toBe("conflict");
    await guest.backups.restore({ path, replace: true });
    expect(await guest.studio.state()).toMatchObject({
      kind: "locked",
      org: { name: "Acme" },
      orgs: [{ fault: null }, { fault: null }],
    });
    await guest.session.signIn({ orgId: acme.orgId, memberId: acme.memberId, passphrase: PASSPHRASE });
  },
);

test(
  "a home whose only organization is gone is no new home, and no empty database takes its place",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId } = await door.studio.setUp(FIRST_RUN);
    await (await rig.restart())[Symbol.asyncDispose](); // An orderly end: everything is in the one file.
    const file = join(rig.home, "orgs", orgId, "org.db");
    renameSync(file, `${file}.away`);

    const next = await rig.restart();
    const guest = next.visit().door;
    expect(await guest.studio.state()).toMatchObject({ kind: "unreadable", fault: "missing", org: { id: orgId } });
    expect(await codeOf(guest.studio.setUp({ ...FIRST_RUN, orgName: "Mine" }))).toBe("already_set_up");
    await next[Symbol.asyncDispose]();
    renameSync(`${file}.away`, file);

    expect(await (await rig.restart()).visit().door.studio.state()).toMatchObject({
      kind: "locked",
      org: { id: orgId },
    });
  },
);
