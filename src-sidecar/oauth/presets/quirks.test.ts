import { describe, expect, test } from "vitest";
import { errorOf } from "../testdata/scripted.ts";
import { PRESETS } from "./presets.ts";
import { atVendor, describing, type Script } from "./testdata/vendor.ts";

const HOUR_MS = 3_600_000;

describe("github", () => {
  const token = "POST https://github.com/login/oauth/access_token";
  const script: Script = {
    [token]: { body: { access_token: "gho_1", scope: "read:user,repo", token_type: "bearer" } },
    "GET https://api.github.com/user": { body: { login: "octocat" } },
  };

  test("sends the secret in the body, asks for JSON, and reads scopes between commas", async () => {
    const vendor = await atVendor("github", script);
    const grant = await vendor.connect({ iss: "https://github.com/login/oauth" });
    const { form, headers } = vendor.last(token);
    expect(form).toMatchObject({ client_id: "an-app", client_secret: "app-secret", code_verifier: expect.any(String) });
    expect([headers.get("authorization"), headers.get("accept")]).toEqual([null, "application/json"]);
    expect(grant).toMatchObject({ scopes: ["read:user", "repo"], expiresAt: null, refreshToken: null });
    expect(await vendor.nameOf(grant)).toBe("octocat");
  });

  test("takes an error for an error although its status is 200", async () => {
    const vendor = await atVendor("github", { ...script, [token]: { body: { error: "bad_verification_code" } } });
    expect(await errorOf(vendor.connect())).toMatchObject({ code: "oauth_bad_answer" });
  });

  test("knows by its own word that a connection is over, with status 200 and 400", async () => {
    const fresh = { access_token: "ghu_1", refresh_token: "ghr_1", expires_in: 28_800, token_type: "bearer" };
    for (const status of [200, 400]) {
      const vendor = await atVendor("github", { ...script, [token]: { body: fresh } });
      const grant = await vendor.connect();
      vendor.world.on(token, { status, body: { error: "bad_refresh_token" } });
      expect(await errorOf(vendor.refresh(grant))).toMatchObject({ code: "oauth_grant_refused", verdict: "dead" });
    }
  });

  test("deletes the token as GitHub wants it, with the app's secret", async () => {
    const place = "DELETE https://api.github.com/applications/an-app/token";
    for (const [status, outcome] of [
      [204, "revoked"],
      [404, "failed"],
    ] as const) {
      const vendor = await atVendor("github", { ...script, [place]: { status } });
      const grant = await vendor.connect();
      expect(await vendor.protocol.revoke(grant, vendor.ask.quirks)).toBe(outcome);
      const { headers, body } = vendor.last(place);
      expect(headers.get("authorization")).toBe(`Basic ${btoa("an-app:app-secret")}`);
      expect(body).toBe('{"access_token":"gho_1"}');
    }
  });

  test("does not come back from somebody else", async () => {
    const vendor = await atVendor("github", script);
    expect((await errorOf(vendor.connect({ iss: "https://evil.example" }))).code).toBe("oauth_issuer_mismatch");
    expect(vendor.world.sent).toEqual([]);
  });

  test("gives device codes", async () => {
    const device = "POST https://github.com/login/device/code";
    const answer = { device_code: "d", user_code: "AB12-CD34", verification_uri: "https://github.com/login/device" };
    const vendor = await atVendor("github", {
      ...script,
      [device]: { body: { ...answer, expires_in: 900, interval: 5 } },
    });
    expect(await vendor.protocol.beginDevice(vendor.ask)).toMatchObject({ userCode: "AB12-CD34", intervalMs: 5000 });
  });
});

test("github-mcp is found by the path of its issuer, and registers nobody", async () => {
  const issuer = "https://github.com/login/oauth";
  const resource = "https://api.githubcopilot.com/mcp/";
  const description = "https://api.githubcopilot.com/.well-known/oauth-protected-resource/mcp/";
  const challenge = { "www-authenticate": `Bearer error="invalid_request", resource_metadata="${description}"` };
  const vendor = await atVendor("github-mcp", {
    ...describing(resource, issuer, { registration_endpoint: undefined }),
    [`GET ${resource}`]: { status: 401, headers: challenge },
    [`GET ${description}`]: {
      body: { resource, authorization_servers: [issuer], scopes_supported: ["repo", "admin"] },
    },
  });
  const address = await vendor.begin();
  expect(address.searchParams.get("resource")).toBe(resource);
  expect(address.searchParams.get("scope")).toBe("read:user,read:org");
  expect(vendor.ask.client).toMatchObject({ id: "an-app", auth: "post" });
});

describe("google", () => {
  const token = "POST https://oauth2.googleapis.com/token";
  const metadata = {
    issuer: "https://accounts.google.com",
    authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint: "https://oauth2.googleapis.com/token",
    userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    scopes_supported: ["openid", "email", "profile", "offline_access"],
  };
  const script: Script = {
    "GET https://accounts.google.com/.well-known/openid-configuration": { body: metadata },
    "GET https://openidconnect.googleapis.com/v1/userinfo": { body: { sub: "1", email: "ada@example.com" } },
    [token]: {
      body: {
        access_token: "ya29.1",
        expires_in: 3599,
        refresh_token: "1//first",
        scope: "openid https://www.googleapis.com/auth/userinfo.email",
        token_type: "Bearer",
      },
    },
  };

  test("signs in at one site and exchanges at another, which is said", async () => {
    const vendor = await atVendor("google", script);
    expect(vendor.ask.server.notes.join()).toContain("Signs in at google.com and exchanges at oauth2.googleapis.com");
    const elsewhere = vendor.protocol.loadServer("https://accounts.google.com", {}, "chosen");
    expect((await errorOf(elsewhere)).code).toBe("oauth_split_endpoints");
  });

  test("is asked for a refresh token in its own way, and never for offline_access", async () => {
    const { searchParams } = await (await atVendor("google", script)).begin();
    const { access_type, prompt, scope, resource } = Object.fromEntries(searchParams) as Record<string, string>;
    expect([access_type, prompt, resource]).toEqual(["offline", "consent", undefined]);
    expect(scope?.split(" ")).toEqual(["openid", "https://www.googleapis.com/auth/userinfo.email"]);
  });

  test("grants what was asked for by the names that it was asked by, and keeps the refresh token", async () => {
    const vendor = await atVendor("google", script);
    const grant = await vendor.connect();
    expect([...grant.scopes].sort()).toEqual([...grant.requestedScopes].sort());
    expect(await vendor.nameOf(grant)).toBe("ada@example.com");
    vendor.world.on(token, { body: { access_token: "ya29.2", expires_in: 3599, token_type: "Bearer" } });
    expect(await vendor.refresh(grant)).toMatchObject({ accessToken: "ya29.2", refreshToken: "1//first" });
  });
});

test("microsoft gets PKCE and no secret, and repeats offline_access nowhere", async () => {
  const token = "POST https://login.microsoftonline.com/common/oauth2/v2.0/token";
  const answer = { access_token: "eyJ", refresh_token: "0.A", expires_in: 4000, token_type: "Bearer" };
  const vendor = await atVendor("microsoft", {
    [token]: { body: { ...answer, scope: "User.Read profile openid email" } },
    "GET https://graph.microsoft.com/v1.0/me": { body: { userPrincipalName: "ada@contoso.example" } },
  });
  const address = await vendor.begin();
  expect(address.searchParams.get("code_challenge_method")).toBe("S256");
  expect(address.searchParams.get("redirect_uri")).toBe("http://localhost:17731/callback");
  const grant = await vendor.connect();
  const { form, headers } = vendor.last(token);
  expect([form["client_id"], form["client_secret"], headers.get("authorization")]).toEqual(["an-app", undefined, null]);
  expect(grant.requestedScopes.filter((scope) => !grant.scopes.includes(scope))).toEqual([]);
  expect(await vendor.nameOf(grant)).toBe("ada@contoso.example");
  vendor.world.on(token, { status: 400, body: { error: "interaction_required", error_description: "AADSTS50076: …" } });
  expect(await errorOf(vendor.refresh(grant))).toMatchObject({ verdict: "dead" });
});

describe("slack", () => {
  const token = "POST https://slack.com/api/oauth.v2.user.access";
  const person = {
    id: "U1",
    access_token: "xoxe.xoxp-1",
    refresh_token: "xoxe-1",
    expires_in: 43_200,
    token_type: "user",
  };
  const nested = { ok: true, authed_user: { ...person, scope: "channels:read,users:read" }, team: { name: "Acme" } };
  const script: Script = {
    [token]: { body: nested },
    "GET https://slack.com/api/auth.test": { body: { ok: true, user: "ada", team: "Acme" } },
  };

  test("separates scopes by commas and puts a person's token under authed_user, of a type of its own", async () => {
    const vendor = await atVendor("slack", script);
    expect((await vendor.begin()).searchParams.get("scope")).toBe("channels:read,users:read");
    const grant = await vendor.connect();
    expect(grant).toMatchObject({
      accessToken: "xoxe.xoxp-1",
      tokenType: "bearer",
      scopes: ["channels:read", "users:read"],
    });
    expect(grant.expiresAt).toBe(vendor.clock.now() + 12 * HOUR_MS);
    expect(await vendor.nameOf(grant)).toBe("ada");
  });

  test("answers a refresh at the top", async () => {
    const vendor = await atVendor("slack", script);
    const grant = await vendor.connect();
    vendor.world.on(token, { body: { ok: true, ...person, access_token: "xoxe.xoxp-2", refresh_token: "xoxe-2" } });
    expect(await vendor.refresh(grant)).toMatchObject({ accessToken: "xoxe.xoxp-2", refreshToken: "xoxe-2" });
  });

  test("says no with status 200, and by its own words that a connection is over", async () => {
    const vendor = await atVendor("slack", script);
    const grant = await vendor.connect();
    vendor.world.on(token, { body: { ok: false, error: "invalid_code" } });
    expect((await errorOf(vendor.connect())).code).toBe("oauth_bad_answer");
    for (const error of ["invalid_refresh_token", "token_revoked", "token_expired", "account_inactive"]) {
      vendor.world.on(token, { body: { ok: false, error } });
      expect(await errorOf(vendor.refresh(grant))).toMatchObject({ verdict: "dead" });
    }
  });

  test("says with status 200 also what it does not revoke", async () => {
    const place = "POST https://slack.com/api/auth.revoke";
    const vendor = await atVendor("slack", { ...script, [place]: { body: { ok: true, revoked: true } } });
    const grant = await vendor.connect();
    expect(await vendor.protocol.revoke(grant, vendor.ask.quirks)).toBe("revoked");
    vendor.world.on(place, ({ form }) => ({ body: { ok: form["token"] === "xoxe.xoxp-1", error: "invalid_auth" } }));
    expect(await vendor.protocol.revoke(grant, vendor.ask.quirks)).toBe("failed");
    expect(vendor.last(place).form["token"]).toBe("xoxe.xoxp-1");
  });

  test("never gives a bot's token for a person's", async () => {
    const bot = { ok: true, access_token: "xoxb-1", token_type: "bot", authed_user: { id: "U1" } };
    const vendor = await atVendor("slack", { ...script, [token]: { body: bot } });
    expect((await errorOf(vendor.connect())).code).toBe("oauth_bad_token");
  });
});

test("slack-mcp is described under another issuer and without PKCE, which is used, and is for its whole host", async () => {
  const [host, other] = ["https://mcp.slack.com", "https://slack.com"];
  const script = {
    ...describing(host, host, {
      issuer: other,
      registration_endpoint: undefined,
      code_challenge_methods_supported: undefined,
    }),
    "GET https://mcp.slack.com/.well-known/oauth-protected-resource": {
      body: { resource: host, authorization_servers: [host] },
    },
  };
  const vendor = await atVendor("slack-mcp", script);
  expect(vendor.ask.server).toMatchObject({
    issuer: other,
    aliasOf: host,
    notes: [expect.stringContaining("slack.com")],
  });
  const { searchParams } = await vendor.begin();
  expect([searchParams.get("resource"), searchParams.get("code_challenge_method")]).toEqual([host, "S256"]);
  const impostor = { ...script, ...describing(host, host, { issuer: "https://evil.example" }) };
  expect((await errorOf(atVendor("slack-mcp", impostor))).code).toBe("oauth_issuer_mismatch");
});

describe("atlassian-mcp", () => {
  const resource = "https://mcp.atlassian.com/v1/mcp/authv2";
  const issuer = "https://auth.atlassian.com/VCeDsk8ZHncYF1g234fKtc4lNipbBhu3";
  const script = describing(resource, issuer, { issuer: "https://auth.atlassian.com" });

  test("is described under a shorter issuer, and registers one whole callback URL", async () => {
    const vendor = await atVendor("atlassian-mcp", script);
    expect(vendor.ask.server).toMatchObject({ issuer: "https://auth.atlassian.com", aliasOf: issuer });
    expect(JSON.parse(vendor.last(`POST ${issuer}/register`).body)).toMatchObject({
      redirect_uris: ["http://127.0.0.1:17737/callback"],
      token_endpoint_auth_method: "none",
    });
  });

  test.each([
    [403, { error: "invalid_grant" }],
    [403, { error: "unauthorized_client", error_description: "refresh_token is invalid" }],
  ])("says that a connection is over with %i %j", async (status, body) => {
    const vendor = await atVendor("atlassian-mcp", script);
    const grant = await vendor.connect();
    vendor.world.on(`POST ${issuer}/token`, { status, body });
    expect(await errorOf(vendor.refresh(grant))).toMatchObject({ verdict: "dead" });
  });
});

test("notion takes JSON with Basic, asks for a person, and does not say when a token expires", async () => {
  const token = "POST https://api.notion.com/v1/oauth/token";
  const owner = { type: "user", user: { object: "user", name: "Ada" } };
  const vendor = await atVendor("notion", {
    [token]: {
      body: { access_token: "ntn_1", refresh_token: "nrt_1", token_type: "bearer", workspace_name: "Acme", owner },
    },
  });
  const { searchParams } = await vendor.begin();
  expect([searchParams.get("owner"), searchParams.has("scope")]).toEqual(["user", false]);
  const grant = await vendor.connect();
  const { headers, body } = vendor.last(token);
  expect(JSON.parse(body)).toMatchObject({ grant_type: "authorization_code", code: "a-code" });
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("authorization")).toBe(`Basic ${Buffer.from("an-app:app-secret").toString("base64")}`);
  expect(grant).toMatchObject({ expiresAt: null, refreshToken: "nrt_1", accountName: "Ada" });
});

test("hubspot takes the secret in the body at another site than it signs in at, and has a number for a name", async () => {
  const token = "POST https://api.hubapi.com/oauth/v3/token";
  const vendor = await atVendor("hubspot", {
    [token]: { body: { access_token: "pat-1", refresh_token: "na1-1", expires_in: 1800, token_type: "bearer" } },
    "GET https://api.hubapi.com/account-info/v3/details": { body: { portalId: 62_515 } },
  });
  expect((await vendor.begin()).host).toBe("app.hubspot.com");
  const grant = await vendor.connect();
  const { form, headers } = vendor.last(token);
  expect([form["client_secret"], headers.get("authorization")]).toEqual(["app-secret", null]);
  expect(await vendor.nameOf(grant)).toBe("62515");
  const revocation = "POST https://api.hubapi.com/oauth/2026-03/token/revoke";
  vendor.world.on(revocation, ({ form }) => ({ status: form["token"] === "na1-1" ? 200 : 400, body: {} }));
  expect(await vendor.protocol.revoke(grant, vendor.ask.quirks)).toBe("revoked");
  expect(vendor.world.requests.at(-2)?.form).toMatchObject({ token: "na1-1", client_secret: "app-secret" });
});

test("hubspot-mcp wants the secret beside PKCE, in the body, as its description says", async () => {
  const issuer = "https://mcp.hubspot.com";
  const metadata = { registration_endpoint: undefined, token_endpoint_auth_methods_supported: ["client_secret_post"] };
  const vendor = await atVendor("hubspot-mcp", describing(issuer, issuer, metadata));
  await vendor.connect();
  const { form } = vendor.last(`POST ${issuer}/token`);
  expect(form).toMatchObject({ client_secret: "app-secret", code_verifier: expect.any(String) });
});

describe("servers that need no app", () => {
  const hosted = PRESETS.filter(({ app }) => !app.isNeeded).map(({ key }) => [key] as const);

  test.each(hosted)("%s is connected as the specifications say, for itself alone", async (key) => {
    const preset = PRESETS.find((one) => one.key === key);
    const { server, scopes } = preset?.config ?? {};
    if (server?.kind !== "resource") throw new Error("a resource was expected");
    const vendor = await atVendor(key, describing(server.resource, "https://id.example"));
    const { searchParams } = await vendor.begin();
    expect(searchParams.get("resource")).toBe(server.resource);
    expect(searchParams.get("scope")?.split(" ") ?? []).toEqual(scopes);
    expect(await vendor.connect()).toMatchObject({ accessToken: "an-access-token", resource: server.resource });
    expect(vendor.ask.client).toMatchObject({ by: "dynamic", auth: "none" });
  });
});
