import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { systemClock } from "../base/clock.ts";
import { createNet } from "../base/net.ts";
import type { AskWith, AuthServer, Grant } from "./grant.ts";
import { createProtocol } from "./protocol.ts";

const net = createNet({ allowedHosts: () => ["127.0.0.1"] });
const protocol = createProtocol({ net, clock: systemClock, clientMetadataUrl: () => null });
const redirectUri = "http://127.0.0.1:49152/callback";
const resource = "https://mcp.example/mcp";
let as: AuthorizationServer;
let server: AuthServer;

beforeAll(async () => {
  as = await startAuthorizationServer();
  server = await protocol.loadServer(as.issuer, {}, "chosen");
});
afterAll(async () => {
  net.close();
  await as.close();
});

async function asking(more: Partial<AskWith> = {}): Promise<AskWith> {
  const scopes = ["openid", "notes:read"];
  const client = await protocol.register(server, { clientName: "Gatehouse", redirectUri, scopes, owner: "member" });
  return { server, client, quirks: {}, scopes, resource, nameSource: { kind: "openid" }, ...more };
}

async function connect(ask: AskWith): Promise<Grant> {
  const { url, pending } = await protocol.beginCode({ ...ask, redirectUri });
  const arrival = await createFakeBrowser().visit(url, { login: "ada", deliver: false });
  return protocol.finishCode(pending, arrival.url.searchParams);
}

describe("against a real authorization server", () => {
  it("connects by code with PKCE, for one resource, and learns the account's name", async () => {
    const grant = await connect(await asking());
    expect(await as.check(grant.accessToken)).toMatchObject({ login: "ada", audience: resource });
    expect(grant).toMatchObject({ tokenType: "bearer", accountName: "ada", resource });
    expect(as.authorizations.at(-1)?.get("code_challenge_method")).toBe("S256");
  });

  it("refreshes with the rotated token, and is told when the grant is over", async () => {
    const first = await connect(await asking());
    const second = await protocol.refresh(first, {});
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.accountName).toBe("ada");
    expect(await as.check(second.accessToken)).toMatchObject({ login: "ada", audience: resource });
    as.revoke("ada");
    await expect(protocol.refresh(second, {})).rejects.toMatchObject({ code: "oauth_grant_refused", verdict: "dead" });
  });

  it("revokes both tokens", async () => {
    const grant = await connect(await asking());
    expect(await protocol.revoke(grant, {})).toBe("revoked");
    expect(await as.check(grant.accessToken)).toBeNull();
    await expect(protocol.refresh(grant, {})).rejects.toMatchObject({ verdict: "dead" });
  });

  it("finds a client gone that was forgotten there", async () => {
    const grant = await connect(await asking());
    as.forgetClients();
    await expect(protocol.refresh(grant, {})).rejects.toMatchObject({
      code: "oauth_client_refused",
      verdict: "client-dead",
    });
  });

  it("says that the person refused", async () => {
    const { url, pending } = await protocol.beginCode({ ...(await asking()), redirectUri });
    const arrival = await createFakeBrowser().visit(url, { login: "ada", decision: "deny", deliver: false });
    const finished = protocol.finishCode(pending, arrival.url.searchParams);
    await expect(finished).rejects.toMatchObject({ code: "oauth_denied", verdict: "denied" });
  });

  it("connects by device code, asking until the person has answered", async () => {
    const pending = await protocol.beginDevice(await asking());
    expect(await protocol.pollDevice(pending)).toEqual({ kind: "pending", intervalMs: pending.intervalMs });
    await createFakeBrowser().visit(pending.verificationUrl, { login: "bob", userCode: pending.userCode });
    const polled = await protocol.pollDevice(pending);
    if (polled.kind !== "granted") throw new Error("not granted");
    expect(await as.check(polled.grant.accessToken)).toMatchObject({ login: "bob" });
    expect(polled.grant.accountName).toBe("bob");
  });

  it("takes the organization's own token with a client that has a secret, and no refresh token", async () => {
    const client = await protocol.register(server, { clientName: "Gatehouse", redirectUri, scopes: [], owner: "org" });
    expect(client.auth).toBe("basic");
    const grant = await protocol.clientCredentials({ server, client, quirks: {}, scopes: ["notes:read"], resource });
    expect(await as.check(grant.accessToken)).toMatchObject({
      login: null,
      clientId: client.id,
      scopes: ["notes:read"],
    });
    expect(grant.refreshToken).toBeNull();
  });

  it("deletes its registration", async () => {
    const { client } = await asking();
    await protocol.unregister(client, server);
    const gone = protocol.clientCredentials({ server, client, quirks: {}, scopes: [], resource });
    await expect(gone).rejects.toMatchObject({ verdict: "client-dead" });
  });

  it("asks the userinfo endpoint for a name that the ID token does not have", async () => {
    const grant = await connect(await asking({ scopes: ["openid", "email"], resource: null }));
    expect(grant.accountName).toBe("ada");
    expect(await protocol.nameOf({ ...grant, accountName: null }, { kind: "openid" })).toBe("ada@people.example");
    expect(await protocol.nameOf(grant, { kind: "url", url: as.apiUrl, path: "login" })).toBe("ada");
    expect(await protocol.nameOf(grant, { kind: "url", url: "https://127.0.0.1:1/", path: "login" })).toBe("ada");
  });
});

describe("against one that wants more", () => {
  const document = "https://gatehouse.example/client.json";
  const metadata = {
    client_id: document,
    client_name: "Gatehouse",
    redirect_uris: ["http://127.0.0.1/callback"],
    token_endpoint_auth_method: "none",
    application_type: "native",
    grant_types: ["authorization_code", "refresh_token"],
  };
  const strict = createProtocol({ net, clock: systemClock, clientMetadataUrl: () => document });
  let demanding: AuthorizationServer;
  let described: AuthServer;

  beforeAll(async () => {
    const metadataDocuments = { [document]: metadata };
    demanding = await startAuthorizationServer({
      path: "/tenant",
      requiresPar: true,
      wantsNonce: true,
      metadataDocuments,
    });
    described = await strict.loadServer(demanding.issuer, {}, "chosen");
  });
  afterAll(() => demanding.close());

  it("is known by a document, pushes its request, and binds its token to a key with the server's nonce", async () => {
    const client = await strict.register(described, {
      clientName: "Gatehouse",
      redirectUri,
      scopes: [],
      owner: "member",
    });
    expect(client).toMatchObject({ id: document, by: "metadata-document", auth: "none" });
    const ask = { server: described, client, quirks: {}, scopes: ["notes:read"], resource, wantsDpop: true };
    const { url, pending } = await strict.beginCode({ ...ask, redirectUri });
    expect([...new URL(url).searchParams.keys()].toSorted()).toEqual(["client_id", "request_uri"]);
    const arrival = await createFakeBrowser().visit(url, { login: "ada", deliver: false });
    const grant = await strict.finishCode(pending, arrival.url.searchParams);
    expect(grant.tokenType).toBe("dpop");
    expect((await demanding.check(grant.accessToken))?.jkt).toMatch(/^[\w-]{43}$/);
    const refreshed = await strict.refresh(grant, {});
    expect(refreshed.dpopKey).toEqual(grant.dpopKey);
    expect((await demanding.check(refreshed.accessToken))?.jkt).toBe((await demanding.check(grant.accessToken))?.jkt);
  });
});
