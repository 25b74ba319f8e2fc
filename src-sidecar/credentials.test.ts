import { expect, test, vi } from "vitest";
import { sealEntry } from "../src-contract/sealed-entry.ts";
import { proves } from "../testkit/promises.ts";
import { codeOf } from "./handlers/testdata/people-rig.ts";
import { openCredentialRig } from "./testdata/credential-rig.ts";
import { enter } from "./testdata/enter.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const PASSWORD = "Zq7-kPw9_mX2vL8tRb4N";

test("a credential of each type reaches its server, and its values reach nobody else", { timeout: SLOW }, async () => {
  proves("secret:sealed-entry", "vault:write-only", "redact:vault-values");
  await using rig = await openCredentialRig();
  const { door, create, connect } = rig;
  const basic = await create("Basic", "basic");
  const header = await create("Header", "header");
  const token = await create("Token");
  expect(basic).toMatchObject({ hasValue: false, setFields: [], health: "no-value", setAt: null, dueAt: null });
  await enter(door, basic.id, { username: "ada@example.com", password: PASSWORD });
  await enter(door, header.id, { template: "Key={{secret}}", secret: "header-secret-1" });
  await enter(door, token.id, { secret: "token-secret-22" });
  const of = (credentialId: typeof basic.id, template?: string) =>
    ({ kind: "org_secret", credentialId, ...(template && { template }) }) as const;
  const call = await connect([
    { name: "GIVEN_BASIC", source: of(basic.id) },
    { name: "GIVEN_USER", source: of(basic.id, "{{username}}") },
    { name: "GIVEN_HEADER", source: of(header.id) },
    { name: "GIVEN_TOKEN", source: of(token.id, "Bearer {{secret}}") },
    { name: "GIVEN_PLAIN", source: { kind: "static", value: "plain" } },
  ]);
  const encoded = Buffer.from(`ada@example.com:${PASSWORD}`).toString("base64");
  const { given, text } = await call();
  expect(given).toEqual({
    GIVEN_BASIC: `Basic ${encoded}`,
    GIVEN_USER: "ada@example.com",
    GIVEN_HEADER: "Key=header-secret-1",
    GIVEN_TOKEN: "Bearer token-secret-22",
    GIVEN_PLAIN: "plain",
  });
  // The tool answered with the whole header: it is taken out under the credential's name.
  expect(text).toContain("[REDACTED:vault:Basic]");
  expect(text).not.toContain(encoded);

  // A part of it is replaced: the other fields stay, the server gets the new value, and the old one is still recognized.
  const changed = await enter(door, basic.id, { password: "another-password-3" });
  expect(changed).toMatchObject({ hasValue: true, setFields: ["password", "username"], health: "ok" });
  const next = Buffer.from("ada@example.com:another-password-3").toString("base64");
  expect((await call()).given).toMatchObject({ GIVEN_BASIC: `Basic ${next}`, GIVEN_USER: "ada@example.com" });

  // The door told none of them.
  await door.credentials.list();
  const frames = rig.frames.join("");
  expect(frames).toContain(basic.id);
  for (const value of [PASSWORD, "header-secret-1", "token-secret-22", "another-password-3"])
    expect(frames).not.toContain(value);

  const cleared = await door.credentials.clearSecret({ id: token.id });
  expect(cleared).toMatchObject({ hasValue: false, health: "no-value" });
  const refused = await call();
  expect([refused.given, refused.text]).toEqual([undefined, expect.stringContaining("has no value yet")]);
});

test(
  "an entry counts once, for what it was offered for, and not for a connection that did not ask",
  { timeout: SLOW },
  async () => {
    proves("secret:sealed-entry");
    await using rig = await openCredentialRig();
    const { door, create, dana, people } = rig;
    const [one, other] = [await create("One"), await create("Other")];
    const values = { secret: "a secret value" };
    const offer = await door.credentials.beginEntry({ credentialId: one.id });
    const entry = sealEntry(offer, { credentialId: one.id, teamId: null, values });
    expect(await codeOf(door.credentials.setSecret({ id: other.id, entry }))).toBe("entry_expired");
    expect(await codeOf(door.credentials.setSecret({ id: one.id, entry }))).toBe("entry_expired");

    const second = people.visit();
    await second.door.session.signIn(dana);
    const again = await door.credentials.beginEntry({ credentialId: one.id });
    const stolen = sealEntry(again, { credentialId: one.id, teamId: null, values });
    expect(await codeOf(second.door.credentials.setSecret({ id: one.id, entry: stolen }))).toBe("entry_expired");
    expect(await door.credentials.setSecret({ id: one.id, entry: stolen })).toMatchObject({ hasValue: true });
    expect(await codeOf(door.credentials.setSecret({ id: one.id, entry: stolen }))).toBe("entry_expired");
  },
);

test("what does not fit the type is refused field by field, and what was there stays", { timeout: SLOW }, async () => {
  await using rig = await openCredentialRig();
  const { door, create } = rig;
  const { id } = await create("Header", "header");
  await enter(door, id, { template: "Key={{secret}}", secret: "header-secret-1" });
  const problem = await enter(door, id, { template: "no placeholder", other: "x" }).catch((error: unknown) => error);
  expect(problem).toMatchObject({
    code: "invalid_input",
    data: { fields: [{ path: "/values/other" }, { path: "/values/template" }] },
  });
  expect(await codeOf(enter(door, id, { secret: "" }))).toBe("invalid_input");
  const [credential] = await door.credentials.list();
  expect(credential).toMatchObject({ setFields: ["secret", "template"], hasValue: true });
});

test(
  "age, reminder and use of a credential are told, and it can be given another name",
  { timeout: SLOW },
  async () => {
    await using rig = await openCredentialRig();
    const { door, create, connect, people } = rig;
    const { id } = await create("Token");
    const set = await enter(door, id, { secret: "token-secret-22" });
    const DAY = 24 * 60 * 60 * 1000;
    expect(set).toMatchObject({ health: "unused", remindAfterDays: null, dueAt: (set.setAt ?? 0) + 90 * DAY });
    await connect([{ name: "GIVEN_TOKEN", source: { kind: "org_secret", credentialId: id } }]);
    const renamed = await door.credentials.update({ id, name: "Key", remindAfterDays: 0 });
    expect(renamed).toMatchObject({ name: "Key", dueAt: null, health: "ok", usedBy: [{ as: "GIVEN_TOKEN" }] });
    const { now } = people.running.studio.clock;
    Object.assign(people.running.studio.clock, { now: () => now() + 8 * DAY });
    try {
      expect(await door.credentials.update({ id, name: "Key", remindAfterDays: 7 })).toMatchObject({ health: "due" });
      const [connector] = await door.connectors.list();
      expect(connector?.credentials).toEqual([{ id, name: "Key", health: "due" }]);
    } finally {
      Object.assign(people.running.studio.clock, { now });
    }
    await create("Taken");
    expect(await codeOf(door.credentials.update({ id, name: "taken", remindAfterDays: null }))).toBe("name_taken");
    expect(await codeOf(door.credentials.remove({ id }))).toBe("in_use");
  },
);

test(
  "a team's value goes out with the calls of its members, and only when it is clear which",
  { timeout: SLOW },
  async () => {
    proves("vault:scopes");
    await using rig = await openCredentialRig();
    const { door, create, connect, dana } = rig;
    const { id } = await create("Shared", "token", "team_secret");
    const red = await door.teams.create({ name: "Red", memberIds: [dana.memberId] });
    const blue = await door.teams.create({ name: "Blue", memberIds: [dana.memberId] });
    const empty = await door.teams.create({ name: "Empty", memberIds: [] });
    const source = { kind: "team_secret" as const, credentialId: id };
    expect(await codeOf(door.credentials.beginEntry({ credentialId: id }))).toBe("invalid_input");
    expect(await codeOf(door.credentials.beginEntry({ credentialId: id, teamId: empty.id }))).toBe("forbidden");
    await enter(door, id, { secret: "the red secret" }, red.id);
    const call = await connect([{ name: "GIVEN_TOKEN", source }]);
    const shared = await connect([{ name: "GIVEN_TOKEN", source }], null);
    expect((await call()).given).toEqual({ GIVEN_TOKEN: "the red secret" });
    expect((await shared()).text).toContain("this key is shared");

    const two = await enter(door, id, { secret: "the blue secret" }, blue.id);
    expect(two.teams.map(({ name, hasValue, maySet }) => [name, hasValue, maySet])).toEqual([
      ["Blue", true, true],
      ["Empty", false, false],
      ["Red", true, true],
    ]);
    const unclear = await call();
    expect(unclear.given).toBeUndefined();
    expect(unclear.text).toContain("more than one team of this member: Blue, Red");

    await door.credentials.clearSecret({ id, teamId: red.id });
    expect((await call()).given).toEqual({ GIVEN_TOKEN: "the blue secret" });
    expect(await door.teams.remove({ id: blue.id })).toEqual({ secrets: 1 });
    expect((await call()).text).toContain("has no value yet");
  },
);

test("a call that acts as somebody whose keys are not open fails, and nothing is sent", { timeout: SLOW }, async () => {
  proves("vault:scopes");
  await using rig = await openCredentialRig();
  const { door, create, connect, dana, people } = rig;
  const { id } = await create("Own", "token", "user_secret");
  const { invitation, code } = await door.people.invite({ name: "Robin", role: "operator", teamIds: [], days: 7 });
  const answer = await people.visit().door.people.accept({ orgId: dana.orgId, code, passphrase: "robin has one too" });
  await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  expect(await enter(door, id, { secret: "dana's own value" })).toMatchObject({ members: { set: 1, of: 2 } });
  const source = { kind: "user_secret" as const, credentialId: id };
  const asDana = await connect([{ name: "GIVEN_TOKEN", source }]);
  const asRobin = await connect([{ name: "GIVEN_TOKEN", source }], answer.memberId);
  expect((await asDana()).given).toEqual({ GIVEN_TOKEN: "dana's own value" });
  expect((await asRobin()).text).toContain("has no value yet");

  await door.session.lock();
  const robin = people.visit().door;
  await robin.session.signIn({ orgId: dana.orgId, memberId: answer.memberId, passphrase: "robin has one too" });
  expect((await robin.credentials.list())[0]).toMatchObject({ hasValue: false, setFields: [] });
  expect(
    await codeOf(
      robin.credentials.create({ name: "X", scope: "org_secret", authType: "token", remindAfterDays: null }),
    ),
  ).toBe("forbidden");
  await enter(robin, id, { secret: "robin's own value" });
  expect((await asRobin()).given).toEqual({ GIVEN_TOKEN: "robin's own value" });
  const closed = await asDana();
  expect(closed.given).toBeUndefined();
  expect(closed.text).toContain("acts as Dana");
  expect(closed.text).toContain("Nothing was sent");
});

test(
  "a new value is recognized before it is stored, and forgotten when it could not be",
  { timeout: SLOW },
  async () => {
    proves("redact:vault-values");
    await using rig = await openCredentialRig();
    const { door, create, people } = rig;
    const [org] = people.running.studio.orgs();
    if (!org) throw new Error("no organization");
    const token = await create("Token");
    const [first, second] = ["first-token-secret-1", "second-token-secret-2"];
    const isKnown = (value: string): boolean => !org.redactLine(value).includes(value);

    const store = org.vault.putSecret.bind(org.vault);
    const put = vi
      .spyOn(org.vault, "putSecret")
      .mockImplementationOnce(() => Promise.reject(new Error("the disk is full")));
    expect(await codeOf(enter(door, token.id, { secret: first }))).not.toBe("done");
    expect(isKnown(first)).toBe(false);

    for (const value of [first, second]) {
      const seen: boolean[] = [];
      put.mockImplementationOnce((ref, material) => {
        seen.push(isKnown(value));
        return store(ref, material);
      });
      await enter(door, token.id, { secret: value });
      expect([seen, isKnown(value)]).toEqual([[true], true]);
    }
    expect(isKnown(first)).toBe(true); // Its issuer may still honour it.
  },
);
