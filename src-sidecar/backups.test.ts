import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { decryptAge, encryptAge } from "./backup/index.ts";
import { codeOf, FIRST_RUN, openPeopleRig, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { openCredentialRig } from "./testdata/credential-rig.ts";
import { enter } from "./testdata/enter.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const VALUE = "token-secret-22";

test("a backup is one private file, and restores into a studio that has nothing", { timeout: SLOW }, async () => {
  proves("vault:at-rest");
  await using rig = await openCredentialRig();
  const { door, create, connect, dana, people } = rig;
  const { id } = await create("Token");
  await enter(door, id, { secret: VALUE });
  const call = await connect([{ name: "GIVEN_TOKEN", source: { kind: "org_secret", credentialId: id } }]);
  await call();
  const made = await door.backups.create({});
  expect(made).toMatchObject({ orgId: dana.orgId, orgName: "Acme", isHere: true, problem: null });
  const folder = join(people.home, "backups");
  expect(readdirSync(folder)).toEqual([made.path.slice(folder.length + 1)]);
  expect(statSync(made.path).mode & 0o777).toBe(0o600);
  expect(readFileSync(made.path).includes(VALUE)).toBe(false);
  expect(await door.backups.list()).toEqual([made]);
  expect((await door.vault.status()).lastBackup).toEqual({ at: made.at, path: made.path });
  expect((await door.orgs.removalPreview()).backups).toBe(1);
  using elsewhere = createTempHome();
  const second = await door.backups.create({ folder: elsewhere.path });
  expect((await door.backups.list()).map(({ path }) => path)).toEqual([second.path, made.path]);

  await using other = await openPeopleRig();
  const guest = other.visit().door;
  expect(await guest.backups.inspect({ path: made.path })).toEqual({ ...made, isHere: false });
  expect(await guest.backups.restore({ path: made.path, replace: false })).toEqual({ orgId: dana.orgId });
  expect(await guest.studio.state()).toMatchObject({ kind: "locked", org: { id: dana.orgId, name: "Acme" } });
  expect(await codeOf(guest.session.signIn({ ...dana, passphrase: "not the passphrase" }))).toBe("wrong_passphrase");
  await guest.session.signIn(dana);
  expect(await guest.studio.state()).toMatchObject({ kind: "signed-in" });
  expect(await guest.credentials.list()).toMatchObject([{ name: "Token", hasValue: true, setFields: ["secret"] }]);
  expect((await guest.calls.list({ limit: 10 })).calls).toHaveLength(1);
  expect((await guest.audit.verify()).kind).toBe("intact");
  expect(readdirSync(join(other.home, "orgs"))).toEqual([dana.orgId]);
});

test(
  "a vault that cannot be read, where nobody can sign in, is restored by whoever stands before it",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
    const { path } = await door.backups.create({});
    const before = await rig.restart();
    expect(await codeOf(before.visit().door.backups.restore({ path, replace: true }))).toBe("not_signed_in");
    await before[Symbol.asyncDispose]();
    const file = new Database(join(rig.home, "orgs", orgId, "org.db"));
    file.prepare("UPDATE vault_record SET body = '{}' WHERE kind = 'root'").run();
    file.close();

    const guest = (await rig.restart()).visit().door;
    expect(await guest.studio.state()).toMatchObject({ kind: "unreadable", org: { id: orgId } });
    expect(await codeOf(guest.backups.restore({ path, replace: false }))).toBe("conflict");
    await guest.backups.restore({ path, replace: true });
    expect(await guest.studio.state()).toMatchObject({ kind: "locked", org: { id: orgId } });
    await guest.session.signIn({ orgId, memberId, passphrase: PASSPHRASE });
    expect(await guest.studio.state()).toMatchObject({ kind: "rolled-back", member: { id: memberId } });
  },
);

test(
  "a backup in the place of what is here is an older copy, until its admin has looked at it",
  { timeout: SLOW },
  async () => {
    proves("vault:rollback");
    await using rig = await openCredentialRig();
    const { door, create, connect, dana, people } = rig;
    const { id } = await create("Token");
    await enter(door, id, { secret: VALUE });
    const source = { kind: "org_secret" as const, credentialId: id };
    const call = await connect([{ name: "GIVEN_TOKEN", source }]);
    expect((await call()).given).toEqual({ GIVEN_TOKEN: VALUE });
    const { path } = await door.backups.create({});
    await enter(door, id, { secret: "a newer value" });

    expect(await codeOf(door.backups.restore({ path, replace: false }))).toBe("conflict");
    expect(await codeOf(people.visit().door.backups.restore({ path, replace: true }))).toBe("not_signed_in");
    await door.backups.restore({ path, replace: true });
    const orgs = readdirSync(join(people.home, "orgs")).toSorted();
    expect(orgs).toEqual([dana.orgId, expect.stringMatching(new RegExp(`^${dana.orgId}\\.replaced-\\d+$`))]);

    await door.session.signIn(dana);
    expect(await door.studio.state()).toMatchObject({ kind: "rolled-back", member: { name: "Dana" } });
    expect(await codeOf(door.backups.create({}))).toBe("rolled_back");
    expect((await call()).given).toBeUndefined();
    expect(await codeOf(door.vault.acceptRollback({ passphrase: "not the passphrase" }))).toBe("wrong_passphrase");
    await door.vault.acceptRollback({ passphrase: PASSPHRASE });
    await door.session.signIn(dana).catch(() => undefined); // Accepting may have signed everybody out.
    expect(await door.studio.state()).toMatchObject({ kind: "signed-in" });
    expect((await door.keys.list()).map(({ state }) => state)).toEqual(["revoked"]);
    await expect.poll(async () => (await door.vault.status()).rotation.kind).toBe("idle");
    expect((await door.vault.status()).keyVersions).toMatchObject([{ state: "retired" }, { state: "active" }]);
    expect(await door.credentials.list()).toMatchObject([{ hasValue: true }]);
  },
);

test("a backup that was changed, cut, or is none is refused, and nothing is touched", { timeout: SLOW }, async () => {
  proves("vault:tamper");
  await using rig = await openCredentialRig();
  const { door, people } = rig;
  const { path } = await door.backups.create({});
  const whole = readFileSync(path);
  const spoiled = join(people.home, "spoiled.gatehouse-backup");
  await using other = await openPeopleRig();
  const guest = other.visit().door;
  const outcome = async (bytes: Buffer): Promise<string> => {
    writeFileSync(spoiled, bytes);
    return codeOf(guest.backups.restore({ path: spoiled, replace: false }));
  };
  for (const length of [0, 100, 4096, whole.length - 4096])
    expect(await outcome(whole.subarray(0, length))).toBe("backup_damaged");
  const replaced = (from: string, to: string): Buffer => {
    const at = whole.lastIndexOf(from);
    expect([from, at]).not.toEqual([from, -1]);
    const bytes = Buffer.from(whole);
    bytes.write(to, at);
    return bytes;
  };
  expect(await outcome(replaced('"orgName":"Acme"', '"orgName":"Evil"'))).toBe("backup_damaged");
  expect(await outcome(replaced("org.created", "org.creates"))).toBe("backup_damaged");
  const changed = (statement: string): Buffer => {
    const file = join(people.home, "changed.gatehouse-backup");
    writeFileSync(file, whole);
    const database = new Database(file);
    database.exec(statement);
    database.close();
    return readFileSync(file);
  };
  for (const statement of [
    "update member set name = 'Mallory'",
    "insert into setting values ('another', '1')",
    "create trigger more after insert on call begin delete from setting; end",
    "create table more (x)",
    "drop table vault_record; create view vault_record as with recursive c(x) as (select 1 union all select x + 1 from c) select 'root' as kind, cast(x as text) as id, '{}' as body from c where x < 0",
    "alter table backup_note rename to a_note; create view backup_note as with recursive c(x) as (select 1 union all select x + 1 from c) select '' as note, x'' as signature from c where x < 0",
  ])
    expect([statement, await outcome(changed(statement))]).toEqual([statement, "backup_damaged"]);
  expect(await codeOf(guest.backups.inspect({ path: join(people.home, "nothing") }))).toBe("file_unreadable");
  expect(await codeOf(guest.backups.restore({ path: join(people.home, "studio.db"), replace: false }))).toBe(
    "backup_damaged",
  );
  expect(await guest.studio.state()).toEqual({ kind: "new" });
  expect(existsSync(join(other.home, "orgs")) ? readdirSync(join(other.home, "orgs")) : []).toEqual([]);
  copyFileSync(path, spoiled);
  expect(await codeOf(guest.backups.restore({ path: spoiled, replace: false }))).toBe("done");
});

test(
  "an export opens with its identity and brings credentials to another organization",
  { timeout: SLOW },
  async () => {
    await using rig = await openCredentialRig();
    const { door, create, dana } = rig;
    const [token, basic, own, empty, shared] = [
      await create("Token"),
      await create("Basic", "basic"),
      await create("Own", "token", "user_secret"),
      await create("Empty"),
      await create("Shared", "token", "team_secret"),
    ];
    const team = await door.teams.create({ name: "Red", memberIds: [dana.memberId] });
    await enter(door, token.id, { secret: VALUE });
    await enter(door, basic.id, { username: "ada", password: 'a pass"word' });
    await enter(door, own.id, { secret: "dana's own value" });
    await enter(door, shared.id, { secret: "the red secret" }, team.id);
    const identity = await generateIdentity();
    const recipients = [await identityToRecipient(identity)];
    expect(await codeOf(door.backups.export({ passphrase: "wrong passphrase", recipients }))).toBe("wrong_passphrase");
    const made = await door.backups.export({ passphrase: PASSPHRASE, recipients });
    expect(made).toMatchObject({ credentials: 4, leftOut: [{ name: empty.name, reason: "It has no value." }] });
    const file = readFileSync(made.path);
    expect([statSync(made.path).mode & 0o777, file.length, file.includes(VALUE)]).toEqual([0o600, made.bytes, false]);
    const lines = Buffer.from(await decryptAge(file, { kind: "identity", identity })).toString("utf8");
    expect(lines.split("\n")[0]).toContain('"gatehouse":"export/1"');
    expect(lines).toContain('"fields":{"password":"a pass\\"word","username":"ada"}');

    // Whoever can open it can make another like it, but cannot sign it as an organization that is known here.
    const [head = "", ...body] = lines.split("\n");
    const forged = { ...(JSON.parse(head) as object), signature: "00".repeat(64) };
    const forgery = join(dirname(made.path), "forged.age");
    const bytes = Buffer.from([JSON.stringify(forged), ...body].join("\n"));
    writeFileSync(forgery, await encryptAge(bytes, { kind: "recipients", recipients }));
    expect(await codeOf(door.backups.import({ path: forgery, identity }))).toBe("export_damaged");
    expect(await door.backups.import({ path: made.path, identity })).toMatchObject({
      created: [],
      signedBy: { kind: "this-studio", orgName: "Acme" },
    });

    await using other = await openPeopleRig();
    const there = other.visit().door;
    const { memberId } = await there.studio.setUp({ ...FIRST_RUN, orgName: "Bureau" });
    const spoiled = join(other.home, "spoiled.age");
    const changed = Buffer.from(file);
    changed[file.length - 20] = (changed[file.length - 20] ?? 0) ^ 1;
    writeFileSync(spoiled, changed);
    expect(await codeOf(there.backups.import({ path: spoiled, identity }))).toBe("export_damaged");
    expect(await codeOf(there.backups.import({ path: made.path, filePassphrase: "some passphrase" }))).toBe(
      "export_damaged",
    );
    expect(await there.credentials.list()).toEqual([]);

    const first = await there.backups.import({ path: made.path, identity });
    expect(first.signedBy).toEqual({ kind: "unknown", orgName: "Acme" });
    expect(first.created.toSorted()).toEqual(["Basic", "Own", "Token"]);
    expect(first.leftOut).toEqual([{ name: "Shared", reason: 'There is no team "Red" here.' }]);
    await there.teams.create({ name: "Red", memberIds: [memberId] });
    const second = await there.backups.import({ path: made.path, identity });
    expect(second.created).toEqual(["Shared"]);
    expect(second.leftOut).toHaveLength(3);
    expect((await there.credentials.list()).map(({ name, setFields }) => [name, setFields])).toEqual([
      ["Basic", ["password", "username"]],
      ["Own", ["secret"]],
      ["Shared", ["secret"]],
      ["Token", ["secret"]],
    ]);
  },
);
