import { generateIdentity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { credentialId, type MemberId, type ProviderId } from "../src-contract/ids.ts";
import { sealEntry } from "../src-contract/sealed-entry.ts";
import { proves } from "../testkit/promises.ts";
import { WHOSE_TOKEN_SERVER } from "../testkit/oauth/whose-token.ts";
import { startAuthorizationServer } from "../testkit/oauth/authorization-server.ts";
import { codeOf, type PeopleDoor } from "./handlers/testdata/people-rig.ts";
import {
  accountAt,
  addConnector,
  call,
  configFor,
  connectAs,
  openAccountRig,
  type AccountRig,
} from "./testdata/account-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes a second, on a busy machine several.
const ROBIN = "robin has a passphrase";
const oauth = (name: string, providerId: ProviderId) => ({ name, source: { kind: "oauth" as const, providerId } });
const literal = (name: string, value: string) => ({ name, source: { kind: "static" as const, value } });

async function invite({ people, door, dana: { orgId } }: AccountRig, name: string) {
  const { invitation, code } = await door.people.invite({ name, role: "member", teamIds: [], days: 7 });
  const answer = await people.visit().door.people.accept({ orgId, code, passphrase: ROBIN });
  await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  return { orgId, memberId: answer.memberId, passphrase: ROBIN };
}

/** A provider of an API, and a subprocess that acts with its tokens. */
async function openForge(rig: AccountRig, actsAs: MemberId) {
  const { door, server } = rig;
  const at = { kind: "issuer" as const, issuer: server.issuer };
  const config = configFor(rig, at, { scopes: ["notes:read"] });
  const provider = await door.providers.create({ name: "Forge", config });
  await connectAs(door, provider.id, "ada");
  const env = [literal("WHOSE_API", server.apiUrl), oauth("WHOSE_TOKEN", provider.id)];
  const stdio = { kind: "mcp-stdio" as const, command: process.execPath, args: [WHOSE_TOKEN_SERVER], env };
  return { provider, ...(await addConnector(door, "Forge", { config: stdio, actsAs })) };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // There is no such process.
  }
};
const pidIn = (text: string): number => Number(/pid (\d+)/.exec(text)?.[1]);

test("each member's calls go out with their own account, and never with another's", { timeout: SLOW }, async () => {
  proves("oauth:per-member", "oauth:durable-refresh");
  await using rig = await openAccountRig();
  const { door, people, notes, dana, server } = rig;
  const provider = await door.providers.create({
    name: "Notes",
    config: configFor(rig, { kind: "resource", resource: notes.resource }),
  });
  await connectAs(door, provider.id, "ada");
  const config = { kind: "mcp-http" as const, url: notes.url, headers: [oauth("Authorization", provider.id)] };
  const { key, id } = await addConnector(door, "Notes", { config, actsAs: dana.memberId });
  const robin = await invite(rig, "Robin");
  const [policy] = await door.policies.list();
  const keyFor = async (memberId: MemberId | null) =>
    (await door.keys.create({ name: memberId ?? "shared", policyId: policy?.id ?? policyMissing(), memberId })).key;
  const robins = await keyFor(robin.memberId);
  const shared = await keyFor(null);
  const whoami = (as: string) => call(people, as, "notes__whoami");

  expect(await whoami(key)).toContain("ada");
  expect(await whoami(shared)).toContain("this key is shared");
  expect(await whoami(robins)).toContain("Your Notes account is not connected.");
  await door.session.lock();
  const guest = people.visit().door;
  await guest.session.signIn(robin);
  expect(await codeOf(guest.providers.create({ name: "X", config: provider.config }))).toBe("forbidden");
  expect(await guest.accounts.list()).toMatchObject([{ provider: { name: "Notes" }, account: null, mayConnect: true }]);
  expect(await whoami(robins)).toContain("Your Notes account is not connected.");
  // The admin's account is there, and not Robin's to see or to end.
  expect(await guest.connectors.get({ id })).toMatchObject({ accounts: [{ state: "not-connected" }] });
  expect(await connectAs(guest, provider.id, "bob")).toMatchObject({ kind: "done" });
  expect(await whoami(robins)).toContain("bob");
  const text = await whoami(key);
  expect(text).toContain("Dana has to open the vault");
  expect(text).not.toMatch(/"(ada|bob)"/);
  const bobs = await accountAt(guest, provider.id);
  await guest.session.lock();
  await door.session.signIn(dana);
  expect(await whoami(key)).toContain("ada");
  for (const wish of [door.accounts.disconnect({ id: bobs.id }), door.accounts.refresh({ id: bobs.id })])
    expect(await codeOf(wish)).toBe("not_found");

  // A token is changed at the provider while the vault is being locked: it is there after the unlock.
  const [asked, answer] = [server.tokenRequests.length, Promise.withResolvers<void>()];
  server.disturb("/token", { kind: "hold-answer", until: answer.promise });
  server.expireAccessTokens();
  const cutOff = whoami(key);
  await expect.poll(() => server.tokenRequests.length).toBe(asked + 1);
  await door.session.lock();
  answer.resolve();
  expect(await cutOff).not.toContain("ada");
  await people.running.answered();
  await door.session.signIn(dana);
  expect(await whoami(key)).toContain("ada");
  expect(server.tokenRequests.length).toBe(asked + 1);

  // Whoever leaves takes their account along, and their calls end. Nobody else can open what it is revoked with.
  const requests = server.requests.length;
  const { accountsLeft } = await door.people.removalPreview({ id: robin.memberId });
  expect(accountsLeft).toEqual([
    { providerId: provider.id, provider: "Notes", accountName: "bob", host: new URL(server.issuer).host, page: null },
  ]);
  await door.people.remove({ id: robin.memberId });
  expect(await door.providers.list()).toMatchObject([{ accounts: { connected: 1, broken: 0, of: 1 } }]);
  expect(server.requests.slice(requests)).not.toContain("POST /token");
  expect(await whoami(key)).toContain("ada");
});

function policyMissing(): never {
  throw new Error("there is no policy");
}

test("a process is started anew with a newer token, and ends with its account", { timeout: SLOW }, async () => {
  await using rig = await openAccountRig();
  const { door, people, dana } = rig;
  const { provider, id, key } = await openForge(rig, dana.memberId);
  const whose = () => call(people, key, "forge__whose_token");
  const first = await whose();
  expect(first).toContain('\\"login\\":\\"ada\\"');
  expect(pidIn(await whose())).toBe(pidIn(first));
  expect(await call(people, key, "forge__leak_token")).toContain("[REDACTED:vault:Forge]");

  await door.accounts.refresh({ id: (await accountAt(door, provider.id)).id });
  const second = await whose();
  expect(second).toContain('\\"login\\":\\"ada\\"');
  expect(pidIn(second)).not.toBe(pidIn(first));
  await expect.poll(() => isRunning(pidIn(first))).toBe(false);

  expect(await codeOf(door.providers.remove({ id: provider.id }))).toBe("in_use");
  const recipients = [await identityToRecipient(await generateIdentity())];
  const { leftOut } = await door.backups.export({ passphrase: dana.passphrase, recipients });
  expect(leftOut).toEqual([{ name: "Forge: ada", reason: expect.stringContaining("stay with the studio") }]);

  expect(await door.accounts.disconnect({ id: (await accountAt(door, provider.id)).id })).toMatchObject({
    revoked: "revoked",
  });
  await expect.poll(() => isRunning(pidIn(second))).toBe(false);
  expect(await whose()).toContain("Your Forge account is not connected.");
  expect(rig.server.requests).toContain("POST /token/revocation");
  await door.connectors.remove({ id });
  expect(await door.providers.remove({ id: provider.id })).toEqual({ accounts: 0, connectors: [] });
});

test("a test finds out where a server signs in, and what it lacks is asked for once", { timeout: SLOW }, async () => {
  await using rig = await openAccountRig();
  const { door, people, notes, dana, server } = rig;
  const plain = { kind: "mcp-http" as const, url: notes.url, headers: [] };
  const needed = { kind: "authorization-needed", resource: notes.resource, canRegister: true };
  expect(await door.connectors.testConfig({ name: "Draft", config: plain })).toMatchObject({
    ...needed,
    servers: [{ issuer: server.issuer }],
    providerId: null,
  });
  const config = configFor(rig, { kind: "resource", resource: notes.resource });
  const provider = await door.providers.create({ name: "Notes", config });
  const connector = await door.connectors.create({ name: "Draft", config: plain });
  expect(await door.connectors.test({ id: connector.id })).toMatchObject({ ...needed, providerId: provider.id });
  const headers = [oauth("Authorization", provider.id)];
  expect(await door.connectors.testConfig({ name: "Draft", config: { ...plain, headers } })).toMatchObject({
    kind: "failed",
    code: "account_needed",
  });
  await door.connectors.remove({ id: connector.id });

  // A permission that is missing breaks nothing that works without it.
  expect(await connectAs(door, provider.id, "ada", { scopes: ["notes:read"] })).toMatchObject({ kind: "done" });
  const { key } = await addConnector(door, "Notes", { config: { ...plain, headers }, actsAs: dana.memberId });
  const write = () => call(people, key, "notes__write_note", { text: "milk" });
  expect(await write()).toContain("lacks a permission");
  expect(await accountAt(door, provider.id)).toMatchObject({
    state: { kind: "needs-reconnect", reason: "scope" },
    missingScopes: ["notes:write"],
  });
  expect(await call(people, key, "notes__whoami")).toContain("ada");
  expect(await connectAs(door, provider.id, "ada")).toMatchObject({ kind: "done" });
  expect(await write()).toContain("ada has 1 notes");
});

test("the organization has an account of its own, with a secret that only goes in", { timeout: SLOW }, async () => {
  const secret = "an-app-s-secret-canary-77";
  const client = {
    client_id: "app",
    client_secret: secret,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  };
  await using api = await startAuthorizationServer({ clients: [client] });
  await using rig = await openAccountRig();
  const { door, people, frames } = rig;
  const config = configFor(
    rig,
    { kind: "issuer", issuer: api.issuer },
    {
      owner: "org",
      scopes: ["notes:read"],
      accountName: { kind: "none" },
      client: { kind: "registered", clientId: "app", issuer: null },
    },
  );
  const provider = await door.providers.create({ name: "Batch", config });
  expect(provider).toMatchObject({ hasClientSecret: false, accounts: { connected: 0, broken: 0, of: 1 } });
  await enterSecret(door, provider.id, secret);
  expect(await door.providers.list()).toMatchObject([{ hasClientSecret: true }]);
  expect(await door.accounts.connect({ providerId: provider.id })).toMatchObject({ kind: "connected" });
  const env = [literal("WHOSE_API", api.apiUrl), oauth("WHOSE_TOKEN", provider.id)];
  const stdio = { kind: "mcp-stdio" as const, command: process.execPath, args: [WHOSE_TOKEN_SERVER], env };
  const { key } = await addConnector(door, "Batch", { config: stdio, actsAs: rig.dana.memberId });
  expect(await call(people, key, "batch__whose_token")).toContain('\\"client\\":\\"app\\"');
  expect(await door.accounts.list()).toMatchObject([{ account: { owner: null }, mayConnect: true }]);
  for (const frame of frames) expect(frame).not.toContain(secret);
});

/** Enters the secret of an app as the window does. */
async function enterSecret(door: PeopleDoor, id: ProviderId, clientSecret: string): Promise<void> {
  const offer = await door.providers.beginEntry({ id });
  const entered = { credentialId: credentialId.parse(id), teamId: null, values: { clientSecret } };
  // What was tampered with on its way opens nothing, and the key that it was sealed to is gone.
  const entry = sealEntry(offer, entered);
  const tampered = { ...entry, box: entry.box.replace(/.$/, (last) => (last === "0" ? "1" : "0")) };
  expect(await codeOf(door.providers.setClientSecret({ id, entry: tampered }))).toBe("entry_expired");
  expect(await codeOf(door.providers.setClientSecret({ id, entry }))).toBe("entry_expired");
  await door.providers.setClientSecret({ id, entry: sealEntry(await door.providers.beginEntry({ id }), entered) });
}
