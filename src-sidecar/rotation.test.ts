import { expect, test, vi } from "vitest";
import type { VaultStatus } from "../src-contract/vault.ts";
import { proves } from "../testkit/promises.ts";
import { AuditError } from "./audit/index.ts";
import { bodyVersions, openReadOnly, orgDatabasePath, secretRows } from "./store/index.ts";
import { openCredentialRig, type CredentialRig } from "./testdata/credential-rig.ts";
import { enter } from "./testdata/enter.ts";
import type { PeopleDoor } from "./handlers/testdata/people-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const DAY_MS = 24 * 60 * 60 * 1000;

/** The vault's state once no rotation runs. */
async function settled(door: PeopleDoor): Promise<VaultStatus> {
  let status = await door.vault.status();
  await expect
    .poll(
      async () => {
        status = await door.vault.status();
        return status.rotation.kind;
      },
      { timeout: 60_000, interval: 200 },
    )
    .not.toBe("running");
  return status;
}

/** The versions of the key that anything at rest is under. */
async function versionsAtRest({ people }: CredentialRig): Promise<readonly number[]> {
  const [org] = people.running.studio.orgs();
  if (!org) throw new Error("no organization");
  await using file = openReadOnly(orgDatabasePath(people.home, org.id), "org");
  const bodies = await bodyVersions(file.db, null, 10_000);
  const versions = bodies.flatMap((one) => Object.values(one.versions));
  return [...new Set([...versions, ...(await secretRows(file.db)).map((row) => row.key_version)])];
}

/** Everything that the log says was done. */
async function actionsIn(door: PeopleDoor): Promise<readonly string[]> {
  const actions: string[] = [];
  let before: number | undefined;
  for (;;) {
    const { entries, hasMore } = await door.audit.list({ limit: 200, kind: "all", ...(before && { before }) });
    actions.push(...entries.map(({ action }) => action));
    if (!hasMore) return actions;
    before = entries.at(-1)?.seq;
  }
}

async function withCalls(rig: CredentialRig, count: number) {
  const { id } = await rig.create("Token");
  await enter(rig.door, id, { secret: "token-secret-22" });
  const call = await rig.connect([{ name: "GIVEN_TOKEN", source: { kind: "org_secret", credentialId: id } }]);
  for (let made = 0; made < count; made += 20) await Promise.all(Array.from({ length: 20 }, call));
  return call;
}

test(
  "a rotation seals secrets and bodies anew while calls go on, and then forgets the older key",
  { timeout: SLOW },
  async () => {
    proves("vault:rotation");
    await using rig = await openCredentialRig();
    const { door } = rig;
    const call = await withCalls(rig, 120);
    const topics = new Set<string>();
    const listening = (async () => {
      for await (const event of await door.studio.events())
        if (event.kind === "changed") for (const topic of event.topics) topics.add(topic);
    })();
    const before = await door.vault.status();
    expect(before).toMatchObject({ rotation: { kind: "idle" }, keyVersions: [{ version: 1, state: "active" }] });
    expect(before.keyVersions[0]?.records).toBeGreaterThan(240);

    const begun = await door.vault.rotate();
    expect(begun.rotation.kind).toBe("running");
    while ((await door.vault.status()).rotation.kind === "running")
      expect((await call()).given).toEqual({ GIVEN_TOKEN: "token-secret-22" });
    const after = await door.vault.status();
    expect(after.keyVersions).toMatchObject([
      { version: 1, state: "retired", records: 0 },
      { version: 2, state: "active" },
    ]);
    expect(after.epoch).toBeGreaterThan(before.epoch);
    expect(await versionsAtRest(rig)).toEqual([2]);
    const { calls } = await door.calls.list({ limit: 200 });
    for (const { id } of [...calls.slice(0, 3), ...calls.slice(-3)])
      expect((await door.calls.get({ id })).proposedArguments).toEqual({ name: "GIVEN_TOKEN" });
    expect(topics).toContain("vault");
    expect((await door.audit.verify()).kind).toBe("intact");
    await expect.poll(() => actionsIn(door)).toContain("vault.rotation-finished");
    expect(await actionsIn(door)).toContain("vault.rotation-begun");
    await door.session.lock();
    await listening;
    await door.session.signIn(rig.dana);
    expect((await call()).given).toEqual({ GIVEN_TOKEN: "token-secret-22" });
  },
);

test("a rotation that a lock or a stop cut off goes on at the next sign-in", { timeout: SLOW }, async () => {
  proves("vault:rotation");
  await using rig = await openCredentialRig();
  const { door, dana, people } = rig;
  await withCalls(rig, 60);
  await door.vault.rotate();
  await door.session.lock();
  await door.session.signIn(dana);
  await door.session.lock();
  const next = await people.restart();
  const again = next.visit().door;
  await again.session.signIn(dana);
  expect(await settled(again)).toMatchObject({
    rotation: { kind: "idle" },
    keyVersions: [{ state: "retired", records: 0 }, { state: "active" }],
  });
  expect(await versionsAtRest(rig)).toEqual([2]);
});

test(
  "a rotation that found no room on the disk goes on by itself, and the log says who began it",
  { timeout: SLOW },
  async () => {
    proves("vault:rotation");
    await using rig = await openCredentialRig();
    const { door, people } = rig;
    await withCalls(rig, 20);
    const [org] = people.running.studio.orgs();
    if (!org) throw new Error("no organization");
    const full = AuditError.ofLog(Object.assign(new Error("full"), { code: "SQLITE_FULL" }));
    const write = vi.spyOn(org.audit, "write").mockRejectedValue(full);
    expect((await door.vault.rotate()).rotation.kind).toBe("running");
    await expect.poll(() => write.mock.calls.length).toBeGreaterThan(1);
    expect((await door.vault.status()).rotation.kind).toBe("running");
    write.mockRestore();
    expect((await settled(door)).rotation.kind).toBe("idle");
    expect(await versionsAtRest(rig)).toEqual([2]);
    expect((await actionsIn(door)).filter((action) => action === "vault.rotation-begun")).toHaveLength(1);
  },
);

test("what belongs to somebody who is not there waits for them", { timeout: SLOW }, async () => {
  proves("vault:rotation");
  await using rig = await openCredentialRig();
  const { door, create, dana, people } = rig;
  const { id } = await create("Own", "token", "user_secret");
  const { invitation, code } = await door.people.invite({ name: "Robin", role: "member", teamIds: [], days: 7 });
  const passphrase = "robin has one too";
  const answer = await people.visit().door.people.accept({ orgId: dana.orgId, code, passphrase });
  await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  await door.session.lock();
  const robin = people.visit().door;
  const asRobin = { orgId: dana.orgId, memberId: answer.memberId, passphrase };
  await robin.session.signIn(asRobin);
  await enter(robin, id, { secret: "robin's own value" });
  await robin.session.lock();

  await door.session.signIn(dana);
  await enter(door, id, { secret: "dana's own value" });
  await door.vault.rotate();
  expect(await settled(door)).toMatchObject({
    rotation: { kind: "waiting", members: ["Robin"], records: 1 },
    keyVersions: [{ state: "retiring", records: 1 }, { state: "active" }],
  });
  await door.session.lock();
  await robin.session.signIn(asRobin);
  expect(await settled(robin)).toMatchObject({ rotation: { kind: "idle" }, keyVersions: [{ state: "retired" }, {}] });
  expect(await versionsAtRest(rig)).toEqual([2]);
  expect((await robin.credentials.list())[0]).toMatchObject({ hasValue: true, setFields: ["secret"] });
});

test("a key that has grown old is rotated by itself, unless that is switched off", { timeout: SLOW }, async () => {
  await using rig = await openCredentialRig();
  const { door, dana, people } = rig;
  const { clock } = people.running.studio;
  const { now } = clock;
  const { keyVersions, rotation } = await door.vault.status();
  expect(rotation).toEqual({ kind: "idle", nextAt: (keyVersions[0]?.createdAt ?? 0) + 30 * DAY_MS });
  const settings = await door.studio.settings();
  await door.studio.setSettings({ ...settings, rotateEveryDays: 0 });
  expect((await door.vault.status()).rotation).toEqual({ kind: "idle", nextAt: null });
  await door.session.lock();
  Object.assign(clock, { now: () => now() + 31 * DAY_MS });
  try {
    await door.session.signIn(dana);
    expect((await door.vault.status()).keyVersions).toHaveLength(1);
    await door.studio.setSettings({ ...settings, rotateEveryDays: 30 });
    await door.session.lock();
    await door.session.signIn(dana);
    await expect.poll(async () => (await door.vault.status()).keyVersions.length).toBe(2);
    expect((await settled(door)).rotation.kind).toBe("idle");
  } finally {
    Object.assign(clock, { now });
  }
});
