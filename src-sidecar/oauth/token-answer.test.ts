import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import type { WorldAnswer } from "../../testkit/oauth/world.ts";
import { proves } from "../../testkit/promises.ts";
import { answering, errorOf, ISSUER, RESOURCE, returned, scripted, TOKEN, TOKEN_URL } from "./testdata/scripted.ts";
import { openGrant, sealGrant } from "./token-request.ts";

const NOW = Date.UTC(2026, 0, 1);
const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

describe("answers as servers write them", () => {
  const hour = NOW + 3_600_000;
  const scopes = ["read"];
  it.each<readonly [string, WorldAnswer, object]>([
    [
      "as the specification has it",
      { body: { ...TOKEN, scope: "read write" } },
      { expiresAt: hour, scopes: ["read", "write"] },
    ],
    [
      "without a type",
      { body: { access_token: "access-1" } },
      { tokenType: "bearer", refreshToken: null, expiresAt: null, scopes },
    ],
    [
      "with null for what is absent",
      { body: { ...TOKEN, expires_in: null, refresh_token: null, scope: null, id_token: null } },
      { refreshToken: null, expiresAt: null, scopes },
    ],
    ["with empty texts", { body: { ...TOKEN, refresh_token: "", scope: "" } }, { refreshToken: null, scopes: [] }],
    ["with a list of scopes", { body: { ...TOKEN, scope: ["a", "b"] } }, { scopes: ["a", "b"] }],
    ["with an empty list of scopes", { body: { ...TOKEN, scope: [] } }, { scopes }],
    ["with numbers as texts", { body: { ...TOKEN, expires_in: "3600" } }, { expiresAt: hour }],
    ["with a negative time", { body: { ...TOKEN, expires_in: -1 } }, { expiresAt: null }],
    ["with no time at all", { body: { ...TOKEN, expires_in: 0 } }, { expiresAt: null }],
    [
      "with a time beyond all times",
      { body: { ...TOKEN, expires_in: 1e300 } },
      { expiresAt: NOW + 10 * 366 * 24 * 3_600_000 },
    ],
    ["with 201", { status: 201, body: TOKEN }, { expiresAt: hour }],
    ["labelled as a page", { body: TOKEN, headers: { "content-type": "text/html" } }, { expiresAt: hour }],
    [
      "as a form",
      { body: "access_token=access-1&scope=read%2Cwrite&token_type=bearer", headers: FORM },
      { tokenType: "bearer" },
    ],
    ["with scopes that are none", { body: { ...TOKEN, scope: 'ok "bad" b\\d' } }, { scopes: ["ok"] }],
    ["with an ID token that nobody asked for", { body: { ...TOKEN, id_token: "broken" } }, { accountName: null }],
    ["with an error beside the token", { body: { ...TOKEN, error: "" } }, { expiresAt: hour }],
  ])("takes one %s", async (_what, answer, expected) => {
    expect(await answering(answer)).toMatchObject({ accessToken: "access-1", ...expected });
  });

  it.each<readonly [string, ProviderQuirks, WorldAnswer, object]>([
    ["milliseconds", { expiresInUnit: "ms" }, { body: { ...TOKEN, expires_in: 3_600_000 } }, { expiresAt: hour }],
    [
      "a time that is only documented",
      { defaultTtl: 600 },
      { body: { access_token: "access-1" } },
      { expiresAt: NOW + 600_000 },
    ],
    [
      "commas between scopes",
      { scopeSeparator: "," },
      { body: { ...TOKEN, scope: "a,b, c" } },
      { scopes: ["a", "b", "c"] },
    ],
    [
      "types of their own",
      { tokenTypes: ["user"] },
      { body: { ...TOKEN, token_type: "User" } },
      { tokenType: "bearer" },
    ],
    [
      "a token further inside",
      { tokenPath: "authed_user", okPath: "ok", tokenTypes: ["user"], scopeSeparator: "," },
      {
        body: {
          ok: true,
          access_token: "the bot's",
          authed_user: { access_token: "access-1", token_type: "user", scope: "a,b" },
        },
      },
      { scopes: ["a", "b"], refreshToken: null },
    ],
  ])("takes %s where the settings say so", async (_what, quirks, answer, expected) => {
    expect(await answering(answer, { quirks })).toMatchObject({ accessToken: "access-1", ...expected });
  });

  it("takes one at the top instead, unless its type says that it is somebody else's", async () => {
    const quirks = { tokenPath: "authed_user", okPath: "ok", tokenTypes: ["user"] };
    const top = { ok: true, ...TOKEN, token_type: "user" };
    expect((await answering({ body: top }, { quirks })).accessToken).toBe("access-1");
    expect((await errorOf(answering({ body: { ...top, token_type: "bot" } }, { quirks }))).code).toBe(
      "oauth_bad_token",
    );
  });

  it("reads the account's name in the answer where the settings say so", async () => {
    const body = { ...TOKEN, owner: { user: { name: "Ada\u202e\u0000 Lovelace" } }, team: { id: 42 } };
    const named = (path: string) => answering({ body }, { nameSource: { kind: "answer", path } });
    expect((await named("owner.user.name")).accountName).toBe("Ada Lovelace");
    expect((await named("team.id")).accountName).toBe("42");
    expect((await named("__proto__.constructor.name")).accountName).toBeNull();
    expect((await named("owner.user")).accountName).toBeNull();
  });
});

describe("ID tokens", () => {
  const claims = {
    iss: ISSUER,
    aud: "client-1",
    sub: "u-1",
    email: "ada@people.example",
    iat: NOW / 1000,
    exp: NOW / 1000 + 300,
  };
  const tokenOf = (more: object, alg = "RS256"): string =>
    [{ alg }, { ...claims, ...more }, "signature"]
      .map((part) => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url"))
      .join(".");
  const connect = async (more: object, alg?: string) => {
    const { world, protocol, begin } = scripted();
    const { pending } = await begin({ scopes: ["openid"], nameSource: { kind: "openid" } });
    world.on(`POST ${TOKEN_URL}`, { body: { ...TOKEN, id_token: tokenOf({ nonce: pending.nonce, ...more }, alg) } });
    return protocol.finishCode(pending, returned(pending));
  };

  it("say the account's name", async () => {
    expect((await connect({})).accountName).toBe("ada@people.example");
    expect((await connect({ email: undefined }, "ES256")).accountName).toBe("u-1");
  });

  it.each<[string, object, string?]>([
    ["another issuer", { iss: "https://evil.example" }],
    ["another client", { aud: "client-2" }],
    ["several clients", { aud: ["client-1", "client-2"] }],
    ["another sign-in", { nonce: "another" }],
    ["no sign-in", { nonce: undefined }],
    ["yesterday", { exp: NOW / 1000 - 3600 }],
    ["nobody", { sub: undefined }],
    ["everybody, unsigned", {}, "none"],
    ["a shared secret", {}, "HS256"],
  ])("that are about %s are refused, without a word of the token beside them", async (_what, more, alg) => {
    const error = await errorOf(connect(more, alg));
    expect(error).toMatchObject({ code: "oauth_bad_answer", verdict: "security" });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(TOKEN.access_token);
  });

  it("of one tenant of many are taken from the issuer of all of them", async () => {
    const { world, protocol } = scripted();
    const common = "https://login.example/common/v2.0";
    const template = "https://login.example/{tenantid}/v2.0";
    const place = "https://login.example/.well-known/oauth-authorization-server/common/v2.0";
    world.on(`GET ${place}`, {
      body: {
        issuer: template,
        authorization_endpoint: "https://login.example/a",
        token_endpoint: "https://login.example/t",
      },
    });
    const quirks: ProviderQuirks = { issuerAliases: [template], pkce: "unadvertised" };
    const server = await protocol.loadServer(common, quirks, "public");
    const client = { issuer: template, id: "client-1", secret: null, auth: "none", by: "registered" } as const;
    const ask = {
      server,
      client: { ...client, redirectUri: null, management: null, registeredAt: 0, secretExpiresAt: null },
    };
    const { pending } = await protocol.beginCode({
      ...ask,
      quirks,
      scopes: ["openid"],
      resource: null,
      redirectUri: "http://127.0.0.1:1/",
    });
    const { nonce } = pending;
    world.on("POST https://login.example/t", {
      body: { ...TOKEN, id_token: tokenOf({ iss: "https://login.example/t-1/v2.0", tid: "t-1", nonce }) },
    });
    const back = new URLSearchParams({ code: "c", state: pending.state });
    expect((await protocol.finishCode(pending, back)).accountName).toBe("ada@people.example");
  });
});

describe("what a refusal means", () => {
  const json = (status: number, error: string, more: object = {}): WorldAnswer => ({
    status,
    body: { error, ...more },
  });
  const refreshing = async (answer: WorldAnswer, quirks: ProviderQuirks = {}) => {
    const { world, protocol, connect } = scripted();
    const grant = await connect();
    world.on(`POST ${TOKEN_URL}`, answer);
    return errorOf(protocol.refresh(grant, quirks));
  };

  it.each<readonly [string, WorldAnswer]>([
    ["an unreachable server", { fails: "unreachable" }],
    ["a timeout", { fails: "timeout" }],
    ["a connection that broke off", { fails: "closed" }],
    ["429", json(429, "invalid_grant")],
    ["408", { status: 408 }],
    ["500", { status: 500, body: "oops" }],
    ["503 with an error of the protocol", json(503, "invalid_grant")],
    ["a page of a captive portal", { status: 200, body: "<html>Sign in to the Wi-Fi" }],
    ["a redirect to one", { status: 302, headers: { location: "http://portal.example/" } }],
    [
      "a redirect that says otherwise",
      { ...json(302, "invalid_grant"), headers: { location: "http://portal.example/" } },
    ],
    ["a 401 of a proxy", { status: 401, body: "<html>proxy", headers: { "www-authenticate": 'Basic realm="proxy"' } }],
    ["a 404 of a proxy", { status: 404, body: "no such host" }],
    ["an answer without a token", { status: 200, body: {} }],
    ["an empty answer", { status: 200 }],
    ["temporarily_unavailable", json(400, "temporarily_unavailable")],
    ["a JSON text", { status: 400, body: '"invalid_grant"' }],
    ["an answer of 2 MB", { status: 200, body: "x".repeat(2_000_000) }],
  ])("%s ends no connection", async (_what, answer) => {
    proves("oauth:only-definite");
    expect((await refreshing(answer)).verdict).toBe("transient");
  });

  it("nor does a name that suddenly leads inside", async () => {
    proves("oauth:only-definite");
    const { world, protocol, connect } = scripted();
    const quirks = { refreshUrl: "https://10.0.0.1/token" };
    const grant = await connect({ quirks });
    const before = world.sent.length;
    expect((await errorOf(protocol.refresh(grant, quirks))).verdict).toBe("transient");
    expect(world.sent.length).toBe(before);
  });

  it.each<[string, WorldAnswer, string, string, ProviderQuirks?]>([
    ["invalid_grant", json(400, "invalid_grant"), "oauth_grant_refused", "dead"],
    ["invalid_grant with 401", json(401, "invalid_grant"), "oauth_grant_refused", "dead"],
    ["invalid_grant with 403", json(403, "invalid_grant"), "oauth_grant_refused", "dead"],
    ["an error with 200", json(200, "invalid_grant"), "oauth_grant_refused", "dead"],
    ["an error as text", { status: 400, body: '{"error":"invalid_grant"}' }, "oauth_grant_refused", "dead"],
    [
      "an error as a form",
      { status: 200, body: "error=invalid_grant&x=y", headers: FORM },
      "oauth_grant_refused",
      "dead",
    ],
    ["interaction_required", json(400, "interaction_required"), "oauth_grant_refused", "dead"],
    [
      "one of the settings",
      json(403, "unauthorized_client"),
      "oauth_grant_refused",
      "dead",
      { deadErrors: ["unauthorized_client"] },
    ],
    [
      "false where the settings look",
      { body: { ok: false, error: "token_revoked" } },
      "oauth_grant_refused",
      "dead",
      { okPath: "ok", deadErrors: ["token_revoked"] },
    ],
    [
      "false, and nothing known",
      { body: { ok: false, error: "fatal", access_token: "x" } },
      "oauth_bad_answer",
      "config",
      { okPath: "ok" },
    ],
    ["invalid_client", json(401, "invalid_client"), "oauth_client_refused", "client-dead"],
    ["unauthorized_client", json(400, "unauthorized_client"), "oauth_client_refused", "config"],
    ["invalid_scope", json(400, "invalid_scope"), "oauth_bad_answer", "config"],
    ["invalid_target", json(400, "invalid_target"), "oauth_bad_answer", "config"],
    ["invalid_request", json(400, "invalid_request"), "oauth_bad_answer", "config"],
    ["access_denied", json(400, "access_denied"), "oauth_denied", "denied"],
  ])("%s", async (_what, answer, code, verdict, quirks) => {
    expect(await refreshing(answer, quirks)).toMatchObject({ code, verdict });
  });

  it("hears when a busy server wants to be asked again", async () => {
    expect((await refreshing({ status: 429, headers: { "retry-after": "120" } })).retryAfterMs).toBe(120_000);
    const at = new Date(NOW + 60_000).toUTCString();
    expect((await refreshing({ status: 503, headers: { "retry-after": at } })).retryAfterMs).toBe(60_000);
    expect((await refreshing({ status: 503, headers: { "retry-after": "soon" } })).retryAfterMs).toBeNull();
  });

  it("shows no text of a server", async () => {
    const error = await refreshing(json(400, "invalid_grant", { error_description: "Call +1 555 0100\u001b[2J now" }));
    expect(error.message + error.hint).not.toContain("555");
    expect(error.detail).toContain('"Call +1 555 0100\\u001b[2J now"');
  });
});

describe("a refresh", () => {
  it("keeps the refresh token, the scopes and the name where the answer brings none", async () => {
    const { world, protocol, connect, clock } = scripted();
    const grant = { ...(await connect()), accountName: "ada" };
    world.on(`POST ${TOKEN_URL}`, { body: { access_token: "access-2", expires_in: 60 } });
    clock.advance(1000);
    const next = await protocol.refresh(grant, {});
    expect(next).toEqual({ ...grant, accessToken: "access-2", expiresAt: NOW + 61_000, obtainedAt: NOW + 1000 });
    expect(world.requests.at(-1)?.form).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh-1",
      resource: "https://mcp.example/mcp",
      client_id: "client-1",
    });
  });

  it("asks elsewhere, in JSON and with more, where the settings say so", async () => {
    const { world, protocol, connect } = scripted();
    const refreshUrl = `${ISSUER}/refresh`;
    const grant = await connect({ quirks: { refreshUrl } });
    const quirks = {
      refreshUrl,
      bodyFormat: "json",
      tokenParams: { audience: "api", grant_type: "evil", scope: "admin", code: "x" },
    } as const;
    world.on(`POST ${ISSUER}/refresh`, { body: { ...TOKEN, refresh_token: "refresh-2" } });
    expect((await protocol.refresh(grant, quirks)).refreshToken).toBe("refresh-2");
    const { headers, form } = world.requests.at(-1) ?? { headers: new Headers(), form: {} };
    expect(headers.get("content-type")).toBe("application/json");
    const own = { grant_type: "refresh_token", refresh_token: "refresh-1", resource: RESOURCE, client_id: "client-1" };
    expect(form).toEqual({ audience: "api", ...own });
  });

  it("goes where its account was connected, whatever the settings or their row say since", async () => {
    const { world, protocol, connect } = scripted();
    using sealed = sealGrant(await connect());
    await protocol.refresh(openGrant(sealed), { refreshUrl: "https://evil.example/token" });
    expect(world.sent.at(-1)).toBe(`POST ${TOKEN_URL}`);
    expect(JSON.stringify(world.sent)).not.toContain("evil");
  });

  it("is asked for once: what an unknown outcome means is not decided here", async () => {
    const { world, protocol, connect } = scripted();
    const grant = await connect();
    world.on(`POST ${TOKEN_URL}`, { fails: "timeout" });
    const before = world.sent.length;
    await errorOf(protocol.refresh(grant, {}));
    expect(world.sent.length).toBe(before + 1);
  });
});
