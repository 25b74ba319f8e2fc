import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import * as client from "openid-client";
import { expect, test } from "vitest";
import { startAuthorizationServer, type AuthorizationServer } from "./authorization-server.ts";
import { createFakeBrowser, type Answers } from "./fake-browser.ts";
import { startProtectedServer } from "./protected-server.ts";

const CALLBACK = "http://127.0.0.1:9/callback";
const NATIVE = {
  application_type: "native",
  redirect_uris: ["http://127.0.0.1/callback"],
  grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
  token_endpoint_auth_method: "none",
};

async function register({ issuer }: AuthorizationServer, wish: object = NATIVE): Promise<client.Configuration> {
  return client.dynamicClientRegistration(new URL(issuer), { ...wish }, client.None(), {
    algorithm: "oauth2",
    execute: [client.allowInsecureRequests],
  });
}

interface Wish {
  readonly resource?: string;
  readonly scope?: string;
  readonly DPoP?: client.DPoPHandle;
}

async function connect(config: client.Configuration, { resource, scope = "notes:read", DPoP }: Wish, answers: Answers) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: CALLBACK,
    scope,
    state: "s",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...(resource === undefined ? {} : { resource }),
  };
  const url = config.serverMetadata().require_pushed_authorization_requests
    ? await client.buildAuthorizationUrlWithPAR(config, parameters)
    : client.buildAuthorizationUrl(config, parameters);
  const arrival = await createFakeBrowser().visit(url.href, { ...answers, deliver: false });
  const checks = { pkceCodeVerifier, expectedState: "s" };
  return client.authorizationCodeGrant(
    config,
    arrival.url,
    checks,
    resource === undefined ? {} : { resource },
    DPoP ? { DPoP } : {},
  );
}

test("registers a client, lets a person sign in and rotates their tokens", async () => {
  await using server = await startAuthorizationServer({ path: "/tenant" });
  const config = await register(server);
  const resource = "http://127.0.0.1:8/mcp";
  const first = await connect(config, { resource, scope: "notes:read notes:write" }, { login: "ada" });
  expect(await server.check(first.access_token)).toMatchObject({
    login: "ada",
    audience: resource,
    scopes: ["notes:read", "notes:write"],
  });
  const second = await client.refreshTokenGrant(config, first.refresh_token ?? "");
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await server.check(second.access_token)).toMatchObject({ login: "ada", audience: resource });
  // The reuse of a token that was rotated ends everything.
  await expect(client.refreshTokenGrant(config, first.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
  expect(await server.check(second.access_token)).toBeNull();
  expect(server.tokenRequests.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "invalid_grant"]);
});

test("takes what it gave when the person says so, and keeps what another person allowed", async () => {
  await using server = await startAuthorizationServer();
  const config = await register(server);
  const ada = await connect(config, {}, { login: "ada" });
  const bob = await connect(config, {}, { login: "bob" });
  const api = (token: string) => fetch(server.apiUrl, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await api(bob.access_token)).json()).toMatchObject({ login: "bob" });
  server.revoke("ada");
  expect((await api(ada.access_token)).status).toBe(401);
  expect((await api(bob.access_token)).status).toBe(200);
  await expect(client.refreshTokenGrant(config, ada.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
  server.forgetClients();
  await expect(client.refreshTokenGrant(config, bob.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_client",
  });
});

test("says no when the person does, with the issuer", async () => {
  await using server = await startAuthorizationServer();
  const config = await register(server);
  await expect(connect(config, {}, { login: "ada", decision: "deny" })).rejects.toMatchObject({
    error: "access_denied",
  });
});

test("waits for a code that is entered on another device", async () => {
  await using server = await startAuthorizationServer();
  const config = await register(server);
  const device = await client.initiateDeviceAuthorization(config, { scope: "notes:read" });
  const { user_code: userCode, verification_uri: url } = device;
  const { page } = await createFakeBrowser().visit(url, { login: "ada", userCode });
  expect(page).toContain("You can close this page.");
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 0.01 });
  expect(await server.check(tokens.access_token)).toMatchObject({ login: "ada" });
});

test("knows clients by secret and by the address of their document, and takes pushed requests", async () => {
  const id = "https://studio.example/client.json";
  await using server = await startAuthorizationServer({
    requiresPar: true,
    clients: [
      {
        client_id: "robot",
        client_secret: "s3cret",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
      },
    ],
    metadataDocuments: { [id]: { ...NATIVE, client_id: id } },
  });
  const options = { execute: [client.allowInsecureRequests] };
  const robot = await client.discovery(new URL(server.issuer), "robot", "s3cret", undefined, options);
  const resource = "http://127.0.0.1:8/mcp";
  const own = await client.clientCredentialsGrant(robot, { scope: "notes:read", resource });
  expect(await server.check(own.access_token)).toMatchObject({ login: null, clientId: "robot", audience: resource });
  const app = await client.discovery(new URL(server.issuer), id, undefined, client.None(), options);
  const tokens = await connect(app, {}, { login: "ada" });
  expect(await server.check(tokens.access_token)).toMatchObject({ login: "ada", clientId: id });
});

test("has bad days: loses an answer after it rotated, answers with a page, hangs up", async () => {
  await using server = await startAuthorizationServer();
  const config = await register(server);
  const { refresh_token = "" } = await connect(config, {}, { login: "ada" });
  server.disturb("/token", {
    kind: "answer",
    status: 200,
    headers: { "content-type": "text/html" },
    body: "<p>Wi-Fi</p>",
  });
  await expect(client.refreshTokenGrant(config, refresh_token)).rejects.toThrow();
  server.disturb("/token", { kind: "lose-answer" });
  await expect(client.refreshTokenGrant(config, refresh_token)).rejects.toThrow("fetch failed");
  expect(server.tokenRequests.map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
});

test("guards an MCP server that asks for a key, a nonce and more scopes where a tool needs them", async () => {
  await using server = await startAuthorizationServer({ requiresDpop: true, wantsNonce: true });
  await using notes = await startProtectedServer({ authorizationServers: [server], dpop: "nonce" });
  const metadata = await fetch(notes.url.replace("/mcp", "/.well-known/oauth-protected-resource/mcp"));
  expect(await metadata.json()).toMatchObject({ resource: notes.resource, authorization_servers: [server.issuer] });
  const refused = await fetch(notes.url, { method: "POST", body: "{}" });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toMatch(/^DPoP scope="notes:read", resource_metadata="http:/);

  const config = await register(server);
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const tokens = await connect(config, { resource: notes.resource, DPoP }, { login: "ada" });
  const mcp = new Client({ name: "test", version: "1.0.0" });
  const proving = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const ask = () =>
      client.fetchProtectedResource(
        config,
        tokens.access_token,
        new URL(url),
        init.method ?? "GET",
        init.body as client.FetchBody, // The transport sends JSON texts.
        new Headers(init.headers),
        { DPoP },
      );
    return ask().catch(
      (error: { cause?: Response; response?: Response }) => error.response ?? error.cause ?? Promise.reject(error),
    );
  };
  await mcp.connect(new StreamableHTTPClientTransport(new URL(notes.url), { fetch: proving }));
  expect(await mcp.callTool({ name: "whoami", arguments: {} })).toMatchObject({ content: [{ text: "ada" }] });
  await expect(mcp.callTool({ name: "write_note", arguments: { text: "hello" } })).rejects.toThrow();
  expect(notes.visits.at(-1)).toEqual({ status: 403, scheme: "DPoP", login: "ada", tool: "write_note" });
  await mcp.close();
});
