import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectOutput, ProviderConfig } from "../../src-contract/oauth.ts";
import { freePort } from "../../testkit/free-port.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { startProtectedServer, type ProtectedServer } from "../../testkit/oauth/protected-server.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { Secret } from "../base/secret.ts";
import type { Timing } from "./parts.ts";
import { ADA, KeeperRig, OLE, providerAt } from "./testdata/keeper-rig.ts";

const HOUR = 3_600_000;
const APP = {
  client_id: "the-app",
  client_secret: "the-secret-of-the-app-1",
  redirect_uris: ["http://127.0.0.1/callback"],
};
const ROBOT = {
  client_id: "robot",
  client_secret: "the-secret-of-the-robot",
  redirect_uris: [],
  response_types: [],
  grant_types: ["client_credentials"],
};
const DOCUMENT = "https://gatehouse.example/client.json";

let resource: ProtectedServer;
let two: ProtectedServer;
let as: AuthorizationServer;
let second: AuthorizationServer;

beforeAll(async () => {
  const app = { ...APP, application_type: "native", grant_types: ["authorization_code", "refresh_token"] } as const;
  const documents = {
    [DOCUMENT]: {
      client_id: DOCUMENT,
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
  };
  as = await startAuthorizationServer({ clients: [app, ROBOT], metadataDocuments: documents });
  second = await startAuthorizationServer();
  resource = await startProtectedServer({ authorizationServers: [as] });
  two = await startProtectedServer({ authorizationServers: [as, second] });
});
afterAll(async () => {
  for (const one of [resource, two, as, second]) await one.close();
});

async function open(timing: Partial<Timing> = {}): Promise<{ readonly rig: KeeperRig } & AsyncDisposable> {
  const disposal = new AsyncDisposableStack();
  const rig = disposal.use(await KeeperRig.open({ folder: disposal.use(createTempHome()).path, timing }));
  return { rig, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

const provide = (rig: KeeperRig, change: Partial<ProviderConfig> = {}, name = "Notes") =>
  rig.oauth.providers.create({ name, config: providerAt(as.issuer, change) }, ADA);

const registered = { kind: "registered", clientId: APP.client_id, issuer: null } as const;

function browserOf(begun: ConnectOutput) {
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  return begun;
}

/** Signs in to the end; what became of it. */
async function signIn(rig: KeeperRig, begun: ConnectOutput, by = ADA) {
  const { url, attemptId } = browserOf(begun);
  await createFakeBrowser().visit(url, { login: by.name.toLowerCase() });
  await expect.poll(() => rig.oauth.accounts.attempt(attemptId, by).kind).toMatch(/done|failed/);
  return rig.oauth.accounts.attempt(attemptId, by);
}

test("finds the server of a resource, asks for what the resource wants, and says who will be let act where", async () => {
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig, { server: { kind: "resource", resource: resource.resource }, scopes: [] });
  const begun = browserOf(await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  expect(begun).toMatchObject({ host: new URL(as.issuer).host, server: new URL(resource.resource).host });
  expect(begun.scopes).toContain("notes:read");
  expect(begun.callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\/[0-9a-f]{16}$/);
  expect((await signIn(rig, begun)).kind).toBe("done");
  const token = await rig.token(id);
  expect(await as.check(token)).toMatchObject({ login: "ada", audience: resource.resource });
  expect(rig.oauth.accounts.list()[0]?.resource).toBe(resource.resource);
});

test("lets the person choose between several servers, and takes none that is not named", async () => {
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig, { server: { kind: "resource", resource: two.resource } });
  const begun = await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  expect(begun).toEqual({
    kind: "choose",
    servers: [as.issuer, second.issuer].map((issuer) => ({ issuer, host: new URL(issuer).host })),
  });
  const chosen = await rig.oauth.accounts.connect({ providerId: id, via: "browser", issuer: second.issuer }, ADA);
  expect(browserOf(chosen).host).toBe(new URL(second.issuer).host);
  const wish = { providerId: id, via: "browser", issuer: "https://evil.example" } as const;
  await expect(rig.oauth.accounts.connect(wish, ADA)).rejects.toMatchObject({ code: "oauth_issuer_changed" });
});

test("uses the registered app with its secret, and keeps it to the server that took it first", async () => {
  proves("oauth:issuer-bound");
  await using one = await open();
  const { rig } = one;
  const config = { server: { kind: "resource", resource: two.resource }, client: registered } as const;
  const { id } = await provide(rig, config);
  expect(rig.oauth.providers.hasClientSecret(id)).toBe(false);
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  expect(rig.oauth.providers.hasClientSecret(id)).toBe(true);
  const connect = (issuer?: string) => rig.oauth.accounts.connect({ providerId: id, via: "browser", issuer }, ADA);
  expect((await signIn(rig, await connect(as.issuer))).kind).toBe("done");
  expect(rig.oauth.providers.find(id)?.registrations).toMatchObject([{ issuer: as.issuer, by: "registered" }]);
  // Nobody has to choose any more, and nobody can choose another.
  expect(browserOf(await connect()).host).toBe(new URL(as.issuer).host);
  const asked = second.requests.filter((line) => line.startsWith("POST")).length;
  await expect(connect(second.issuer)).rejects.toMatchObject({ code: "oauth_issuer_changed", verdict: "security" });
  expect(second.requests.filter((line) => line.startsWith("POST")).length).toBe(asked);
  expect(rig.said).not.toContain(APP.client_secret);
});

test("takes a new secret of the app for the accounts that are connected already", async () => {
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig, { client: registered });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  await signIn(rig, await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  await rig.oauth.providers.setClientSecret(id, Secret.fromText("not the right one"), ADA);
  rig.clock.shiftMs = HOUR;
  await expect(rig.oauth.token(id, ADA.id)).rejects.toMatchObject({ code: "account_needed" });
  const [account] = rig.oauth.accounts.list();
  expect(account?.state).toMatchObject({ kind: "needs-reconnect", reason: "client-gone" });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  expect((await as.check(await rig.token(id)))?.login).toBe("ada");
  expect(rig.oauth.accounts.list()[0]?.state.kind).toBe("connected");
});

test("revokes with the app's present secret what was connected with the one before", async () => {
  proves("oauth:disconnect");
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig, { client: registered });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  await signIn(rig, await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  const grant = await rig.grant(id);
  if (!grant) throw new Error("nothing is sealed");
  await rig.plant(id, { ...grant, client: { ...grant.client, secret: "the one before" } });
  const [account] = rig.oauth.accounts.list();
  if (!account) throw new Error("nothing is connected");
  expect(await rig.oauth.accounts.disconnect(account.id, ADA)).toMatchObject({ revoked: "revoked" });
  expect(await as.check(grant.accessToken)).toBeNull();
});

test("forgets the secret and the accounts when the provider becomes another one", async () => {
  proves("oauth:issuer-bound", "oauth:disconnect");
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig, { client: registered });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  await signIn(rig, await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  const token = await rig.token(id);
  const renamed = { id, name: "Other", config: providerAt(as.issuer, { client: registered, scopes: ["openid"] }) };
  expect(await rig.oauth.providers.update(renamed, ADA)).toMatchObject({ revision: 2, name: "Other" });
  expect(rig.oauth.accounts.list()).toHaveLength(1);
  const moved = { id, name: "Other", config: providerAt(second.issuer, { client: registered }) };
  await rig.oauth.providers.update(moved, ADA);
  expect([rig.oauth.accounts.list(), await rig.vault.list()]).toEqual([[], []]);
  expect([await as.check(token), rig.oauth.providers.hasClientSecret(id)]).toEqual([null, false]);
});

test("connects the organization's account without a person, for every member, and renews it by itself", async () => {
  await using one = await open();
  const { rig } = one;
  const client = { kind: "registered", clientId: ROBOT.client_id, issuer: null } as const;
  const { id } = await provide(rig, { owner: "org", client, scopes: ["notes:read"] });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(ROBOT.client_secret), ADA);
  expect(await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA)).toMatchObject({
    kind: "connected",
  });
  const token = await rig.token(id, null);
  expect(await as.check(token)).toMatchObject({ login: null, clientId: ROBOT.client_id });
  expect(await rig.token(id, OLE.id)).toBe(token);
  rig.clock.shiftMs = HOUR;
  expect(await rig.token(id, OLE.id)).not.toBe(token);
  expect(rig.oauth.accounts.list()).toMatchObject([{ memberId: null, isRefreshable: true }]);
});

test("is known by its document where the server takes one, and registers nothing then", async () => {
  await using one = await open();
  const { rig } = one;
  rig.metadataUrl = DOCUMENT;
  const { id } = await provide(rig);
  const before = as.requests.filter((line) => line === "POST /reg").length;
  const begun = browserOf(await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  expect(new URL(begun.url).searchParams.get("client_id")).toBe(DOCUMENT);
  expect(new URL(begun.callbackUrl).pathname).toBe("/callback");
  expect((await signIn(rig, begun)).kind).toBe("done");
  expect(as.requests.filter((line) => line === "POST /reg").length).toBe(before);
});

test("registers once, comes back to the same port, and anew when the server has forgotten it", async () => {
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig);
  const registrations = (): number => as.requests.filter((line) => line === "POST /reg").length;
  const before = registrations();
  const connect = () => rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  const first = browserOf(await connect());
  await signIn(rig, first);
  const again = browserOf(await connect());
  expect([again.callbackUrl, registrations() - before]).toEqual([first.callbackUrl, 1]);
  as.forgetClients();
  rig.clock.shiftMs = HOUR;
  await expect(rig.oauth.token(id, ADA.id)).rejects.toMatchObject({ code: "account_needed" });
  expect(rig.oauth.accounts.list()[0]?.state).toMatchObject({ kind: "needs-reconnect", reason: "client-gone" });
  expect(rig.oauth.providers.find(id)?.registrations).toEqual([]);
  expect((await signIn(rig, await connect())).kind).toBe("done");
  expect(registrations() - before).toBe(2);
  await rig.oauth.providers.forgetRegistrations(id, ADA);
  expect((await signIn(rig, await connect())).kind).toBe("done");
  expect(registrations() - before).toBe(3);
});

test("comes back to the fixed address that an app was created with, and says when its port is in use", async () => {
  await using one = await open();
  const { rig } = one;
  const port = await freePort();
  const redirect = { kind: "fixed", host: "127.0.0.1", port, path: "/callback" } as const;
  const { id } = await provide(rig, { client: registered, redirect });
  await rig.oauth.providers.setClientSecret(id, Secret.fromText(APP.client_secret), ADA);
  expect(rig.oauth.providers.callbackUrl(providerAt(as.issuer, { redirect }))).toBe(
    `http://127.0.0.1:${port}/callback`,
  );
  const connect = (by = ADA) => rig.oauth.accounts.connect({ providerId: id, via: "browser" }, by);
  const left = browserOf(await connect());
  expect(left.callbackUrl).toBe(`http://127.0.0.1:${port}/callback`);
  // Others come back to the same port meanwhile: of this provider, and of a second one with the same app.
  expect((await signIn(rig, await connect(OLE), OLE)).kind).toBe("done");
  const { id: second } = await provide(rig, { client: registered, redirect }, "Second");
  await rig.oauth.providers.setClientSecret(second, Secret.fromText(APP.client_secret), ADA);
  const alike = await rig.oauth.accounts.connect({ providerId: second, via: "browser" }, ADA);
  expect((await signIn(rig, alike)).kind).toBe("done");
  expect(rig.oauth.accounts.attempt(left.attemptId, ADA).kind).toBe("waiting");
  expect((await signIn(rig, left)).kind).toBe("done");
  const { id: busy } = await provide(
    rig,
    { client: registered, redirect: { ...redirect, port: Number(new URL(as.issuer).port) } },
    "Busy",
  );
  await expect(rig.oauth.accounts.connect({ providerId: busy, via: "browser" }, ADA)).rejects.toMatchObject({
    code: "oauth_port_busy",
  });
});

test("registers anew after a sign-in from which nobody came back: the server may have forgotten us", async () => {
  await using one = await open({ signInMs: 50 });
  const { rig } = one;
  const { id } = await provide(rig);
  const left = browserOf(await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  await expect.poll(() => rig.oauth.accounts.attempt(left.attemptId, ADA).kind).toBe("expired");
  await expect.poll(() => rig.oauth.providers.find(id)?.registrations).toEqual([]);
  const next = browserOf(await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  const clientOf = ({ url }: { readonly url: string }) => new URL(url).searchParams.get("client_id");
  expect(clientOf(next)).not.toBe(clientOf(left));
});

test("asks for an app where the server registers nobody", async () => {
  await using one = await open();
  await using closed = await startAuthorizationServer({ registration: false });
  const { id } = await provide(one.rig, { server: { kind: "issuer", issuer: closed.issuer } });
  const connecting = one.rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  await expect(connecting).rejects.toMatchObject({ code: "oauth_client_needed", verdict: "config" });
});

test("removes a provider with its accounts, unless a connector uses it", async () => {
  proves("oauth:disconnect");
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig);
  await expect(provide(rig)).rejects.toMatchObject({ code: "name_taken" });
  await signIn(rig, await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA));
  const token = await rig.token(id);
  rig.users = ["Notes server"];
  await expect(rig.oauth.providers.remove(id, ADA)).rejects.toMatchObject({ code: "in_use" });
  rig.users = [];
  await rig.oauth.providers.remove(id, ADA);
  expect([rig.oauth.providers.list(), rig.oauth.accounts.list(), await rig.vault.list()]).toEqual([[], [], []]);
  expect(await as.check(token)).toBeNull();
});

test("keeps nothing of a sign-in whose provider was changed meanwhile", async () => {
  await using one = await open();
  const { rig } = one;
  const { id } = await provide(rig);
  const begun = await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  await rig.oauth.providers.update({ id, name: "Notes", config: providerAt(as.issuer, { scopes: ["openid"] }) }, ADA);
  expect(await signIn(rig, begun)).toMatchObject({ kind: "failed", code: "conflict" });
  expect(rig.oauth.accounts.list()).toEqual([]);
});

test("looks at an address without connecting anything", async () => {
  await using one = await open();
  const posts = as.requests.filter((line) => line.startsWith("POST")).length;
  expect(await one.rig.oauth.providers.discover(two.resource)).toMatchObject({
    resource: two.resource,
    issuer: null,
    servers: [{ issuer: as.issuer }, { issuer: second.issuer }],
    canRegister: true,
  });
  // An issuer is looked at as well, where it is and by its own name.
  expect(await one.rig.oauth.providers.discover(second.issuer)).toMatchObject({
    resource: null,
    issuer: second.issuer,
    servers: [{ issuer: second.issuer }],
    scopes: expect.arrayContaining(["notes:read"]),
  });
  expect(as.requests.filter((line) => line.startsWith("POST")).length).toBe(posts);
});
