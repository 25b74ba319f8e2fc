import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createWorld, type WorldAnswer } from "../../testkit/oauth/world.ts";
import { proves } from "../../testkit/promises.ts";
import {
  answering,
  clientAt,
  errorOf,
  HONEST,
  ISSUER,
  REDIRECT,
  RESOURCE,
  returned,
  scripted,
  TOKEN,
  TOKEN_URL,
} from "./testdata/scripted.ts";
import { sealGrant } from "./token-request.ts";

const METADATA = `${ISSUER}/.well-known/oauth-authorization-server`;
const PRM = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
const LOOKED = [`GET ${PRM}`, `GET ${METADATA}`];

describe("addresses", () => {
  const places = [
    ["javascript:alert(1)//as.example"],
    ["data:text/html,<script>alert(1)</script>"],
    ["file:///etc/passwd"],
    ["ms-msdt:/id PCWDiagnostic"],
    ["a:$(cmd)"],
    ["https://$(calc)@as.example/authorize"],
    ["https://user:pass@as.example/authorize"],
    ["http://as.example/authorize"],
    ["https://127.0.0.1/authorize"],
    ["https://[::1]/authorize"],
    ["https://10.0.0.1/cgi-bin/reboot"],
    ["https://router/reboot"],
    ["https://printer.local/reboot"],
    ["//as.example/authorize"],
    ["not an address"],
  ];

  it.each(places)("never sends a person to %s", async (address) => {
    proves("oauth:no-open");
    const { world, begin } = scripted({ authorization_endpoint: address });
    expect(await errorOf(begin())).toMatchObject({ code: "oauth_insecure_url", verdict: "security" });
    expect(world.sent).toEqual(LOOKED);
  });

  const endpoints = [
    ["token_endpoint"],
    ["registration_endpoint"],
    ["revocation_endpoint"],
    ["device_authorization_endpoint"],
    ["pushed_authorization_request_endpoint"],
    ["userinfo_endpoint"],
  ];
  const inside = [
    "http://as.example/x",
    "https://169.254.169.254/latest/meta-data",
    "https://127.0.0.1:6379/",
    "https://10.0.0.5/",
    "https://[fd00:ec2::254]/",
    "https://2130706433/",
    "https://metadata.google.internal/",
  ];
  it.each(endpoints)("sends nothing to a %s inside or in the clear", async (name) => {
    proves("net:inward-hop");
    for (const address of inside) {
      const { world, discover } = scripted({ [name]: address });
      expect([address, (await errorOf(discover())).code]).toEqual([address, "oauth_insecure_url"]);
      expect(world.sent).toEqual(LOOKED);
    }
  });

  it("follows neither resource_metadata nor authorization_servers inside", async () => {
    for (const address of inside) {
      const { world, protocol, discover } = scripted();
      const challenge = {
        status: 401,
        resourceMetadata: address,
        scope: null,
        error: null,
        dpopNonce: null,
        scheme: "bearer",
      } as const;
      expect((await errorOf(protocol.findResource(RESOURCE, challenge))).code).toBe("oauth_insecure_url");
      world.on(`GET ${PRM}`, { body: { resource: RESOURCE, authorization_servers: [address] } });
      expect((await errorOf(discover())).code).toBe("oauth_insecure_url");
      expect(world.sent).toEqual([`GET ${PRM}`]);
    }
  });

  it("takes no address into the database and the log that is longer than any has to be", async () => {
    const long = `${ISSUER}/${"a".repeat(2048)}`;
    const { world, protocol, discover } = scripted();
    for (const name of ["token_endpoint", "authorization_endpoint", "jwks_uri"])
      expect((await errorOf(scripted({ [name]: long }).discover())).code).toBe("oauth_insecure_url");
    world.on(`GET ${PRM}`, { body: { resource: RESOURCE, authorization_servers: [long] } });
    expect((await errorOf(discover())).code).toBe("oauth_insecure_url");
    const winding = `https://mcp.example/${"a/../".repeat(1000)}mcp`;
    world.on(`GET ${PRM}`, { body: { resource: winding, authorization_servers: [ISSUER] } });
    expect((await errorOf(protocol.findResource(RESOURCE, null))).code).toBe("oauth_resource_mismatch");
    expect(world.sent.every((request) => request.length < 2048)).toBe(true);
  });

  it("seals no more than the vault takes, however much a server says and however long its tokens are", async () => {
    const many = (count: number, size: number) => Array.from({ length: count }, (_, at) => `${at}`.padEnd(size, "x"));
    const { world, connect } = scripted({
      scopes_supported: many(250, 250),
      grant_types_supported: many(2000, 40),
      token_endpoint_auth_methods_supported: ["none", ...many(2000, 120)],
      code_challenge_methods_supported: ["S256", ...many(2000, 120)],
      dpop_signing_alg_values_supported: many(2000, 120),
    });
    const tokens = { access_token: "a".repeat(16_384), refresh_token: "r".repeat(16_384) };
    world.on(`POST ${TOKEN_URL}`, { body: { ...TOKEN, ...tokens, scope: many(200, 250).join(" ") } });
    using sealed = sealGrant(await connect({ scopes: many(40, 200) }));
    expect(sealed.byteLength).toBeLessThan(64 * 1024);
  });

  it.each(["\u001b]0;x\u0007", "\nAll is well.", "\u202egnp", " ", "\u0000", "\u007f", "\u200b"])(
    "shows nobody an address with what a terminal obeys or nobody sees: %j",
    async (odd) => {
      const { world, protocol, discover } = scripted({ device_authorization_endpoint: `${ISSUER}/device` });
      const body = { device_code: "d", user_code: "U", verification_uri: `${ISSUER}/go${odd}x` };
      world.on(`POST ${ISSUER}/device`, { body });
      const ask = { server: await discover(), client: clientAt(ISSUER), quirks: {}, scopes: [], resource: RESOURCE };
      expect((await errorOf(protocol.beginDevice(ask))).code).toBe("oauth_insecure_url");
      world.on(`GET ${PRM}`, { body: { resource: `${RESOURCE}${odd}`, authorization_servers: [ISSUER] } });
      expect((await errorOf(protocol.findResource(RESOURCE, null))).code).toBe("oauth_resource_mismatch");
    },
  );

  it("does not follow a name that leads inside", async () => {
    const { world, connect } = scripted(
      { token_endpoint: "https://api.as.example/token" },
      createWorld([], { "api.as.example": "10.0.0.5" }),
    );
    expect(await errorOf(connect())).toMatchObject({ code: "oauth_insecure_url", verdict: "security" });
    expect(world.sent).toEqual(LOOKED);
  });

  it("does not let a public server lead to a private host that an admin allowed for another purpose", async () => {
    proves("net:inward-hop");
    const world = createWorld(["10.0.0.5", "intranet.example"]);
    for (const address of ["https://10.0.0.5/token", "https://intranet.example/token"]) {
      const { discover } = scripted({ token_endpoint: address }, world);
      expect((await errorOf(discover())).code).toBe("oauth_insecure_url");
    }
    expect(new Set(world.sent)).toEqual(new Set(LOOKED));
  });

  it("lets a private server that an admin allowed name itself, in the clear too", async () => {
    const here = "http://127.0.0.1:3000";
    const world = createWorld(["127.0.0.1:3000"]);
    world
      .on(`GET ${here}/.well-known/oauth-protected-resource/mcp`, {
        body: { resource: `${here}/mcp`, authorization_servers: [here] },
      })
      .on(`GET ${here}/.well-known/oauth-authorization-server`, {
        body: { ...HONEST, issuer: here, token_endpoint: `${here}/token` },
      });
    const { protocol } = scripted({}, world);
    const found = await protocol.findResource(`${here}/mcp`, null);
    const quirks = { splitEndpoints: true };
    expect(await protocol.loadServer(here, quirks, found.origin)).toMatchObject({ tokenUrl: `${here}/token` });
  });

  it("refuses a user and a password in an address also where the host is allowed", async () => {
    proves("oauth:no-open");
    const { protocol } = scripted({}, createWorld(["127.0.0.1:3000"]));
    const hand = { kind: "endpoints", issuer: null, revocationUrl: null, deviceUrl: null } as const;
    const tokenUrl = "http://127.0.0.1:3000/token";
    const authorizationUrl = "http://$(calc)@127.0.0.1:3000/authorize";
    expect(() => protocol.serverFrom({ ...hand, tokenUrl, authorizationUrl }, {})).toThrow("not allowed");
  });

  it("says which host an admin could allow, only where a person named it", async () => {
    const { protocol } = scripted();
    expect(await errorOf(protocol.findResource("http://127.0.0.1:3000/mcp", null))).toMatchObject({
      code: "host_not_allowed",
      host: "127.0.0.1:3000",
    });
  });

  it("does not follow a description that is redirected inside", async () => {
    const { world, discover } = scripted();
    world.on(`GET ${METADATA}`, { status: 302, headers: { location: "https://169.254.169.254/latest" } });
    expect(await errorOf(discover())).toMatchObject({ code: "oauth_discovery_failed", verdict: "security" });
    expect(world.sent).toEqual(LOOKED);
  });

  it("takes a description of two megabytes for no answer", async () => {
    const { world, discover } = scripted();
    world.on(`GET ${METADATA}`, { body: { ...HONEST, bomb: "x".repeat(2 * 1024 * 1024) } });
    expect(await errorOf(discover())).toMatchObject({ code: "oauth_unreachable", verdict: "transient" });
  });
});

describe("who is who", () => {
  it("refuses the description of another issuer, and names both in the log", async () => {
    proves("oauth:issuer-bound");
    for (const issuer of ["https://evil.example", `${ISSUER}/tenant`, "https://AS.example", undefined, 7]) {
      const { discover } = scripted({ issuer });
      const error = await errorOf(discover());
      expect(error).toMatchObject({ code: "oauth_issuer_mismatch", verdict: "security" });
      expect(error.detail).toContain(JSON.stringify(ISSUER));
    }
  });

  it("takes one slash at the end of a bare origin for no difference, and no other slash", async () => {
    expect((await scripted({ issuer: `${ISSUER}/` }).discover()).issuer).toBe(`${ISSUER}/`);
    const tenant = `${ISSUER}/tenant`;
    const { world, protocol } = scripted();
    world.on(`GET ${METADATA}/tenant`, { body: { ...HONEST, issuer: `${tenant}/` } });
    expect((await errorOf(protocol.loadServer(tenant, {}, "public"))).code).toBe("oauth_issuer_mismatch");
  });

  it("takes another issuer that an admin named, and says so", async () => {
    const { world, protocol } = scripted();
    world.on(`GET ${METADATA}`, { body: { ...HONEST, issuer: "https://cf.as.example" } });
    const server = await protocol.loadServer(ISSUER, { issuerAliases: ["https://cf.as.example"] }, "public");
    expect(server).toMatchObject({ issuer: "https://cf.as.example", aliasOf: ISSUER });
    expect(server.notes.join()).toContain("cf.as.example");
  });

  it.each([
    ["another origin", "https://other.example/mcp"],
    ["a sibling", "https://mcp.example/mcp-admin"],
    ["a part", "https://mcp.example/mcp/admin"],
    ["another port", "https://mcp.example:8443/mcp"],
    ["a name cut short", "https://mcp.example/mc"],
  ])("refuses a resource's description of %s", async (_what, resource) => {
    const { world, discover } = scripted();
    world.on(`GET ${PRM}`, { body: { resource, authorization_servers: [ISSUER] } });
    expect(await errorOf(discover())).toMatchObject({ code: "oauth_resource_mismatch", verdict: "security" });
    expect(world.sent).toEqual([`GET ${PRM}`]);
  });

  it("takes the description of the whole of which the resource is a part", async () => {
    const { world, protocol } = scripted();
    world.on(`GET ${PRM}`, { body: { resource: "https://mcp.example", authorization_servers: [ISSUER] } });
    expect((await protocol.findResource(RESOURCE, null)).resource).toBe("https://mcp.example");
  });

  it("refuses a return from another authorization server before anything is sent to either", async () => {
    proves("oauth:mix-up");
    const { world, protocol, begin } = scripted({ token_endpoint: "https://as.example.evil.example/token" });
    const { pending } = await begin();
    const before = world.sent.length;
    const honest = returned(pending, { iss: "https://honest.example" });
    expect(await errorOf(protocol.finishCode(pending, honest))).toMatchObject({
      code: "oauth_issuer_mismatch",
      verdict: "security",
    });
    expect(world.sent.length).toBe(before);
  });

  it.each([
    ["missing although announced", true, null],
    ["with a slash more", true, `${ISSUER}/`],
    ["of another one, unannounced", false, "https://evil.example"],
    ["normalized", true, "https://AS.example"],
  ])("refuses an iss that is %s, and does not read the error that came with it", async (_what, announced, iss) => {
    proves("oauth:mix-up");
    const { world, protocol, begin } = scripted({ authorization_response_iss_parameter_supported: announced });
    const { pending } = await begin();
    for (const outcome of [{ code: "code-1" }, { error: "access_denied", error_description: "call +1 555 0100" }]) {
      const back = new URLSearchParams({ state: pending.state, ...(iss === null ? {} : { iss }), ...outcome });
      const error = await errorOf(protocol.finishCode(pending, back));
      expect(error.code).toBe("oauth_issuer_mismatch");
      expect(inspect(error, { depth: 5 })).not.toContain("555 0100");
    }
    expect(world.sent).toEqual(LOOKED);
  });

  it("refuses to sign in at one site and exchange at another where nobody says who sends the person back", async () => {
    proves("oauth:mix-up");
    const silent = { authorization_response_iss_parameter_supported: false };
    const split = [
      { authorization_endpoint: "https://honest.example/authorize" },
      { token_endpoint: "https://as.example.co.uk/token", authorization_endpoint: "https://honest.co.uk/authorize" },
      { token_endpoint: "https://evil.github.io/token", authorization_endpoint: "https://honest.github.io/authorize" },
    ];
    for (const endpoints of split) {
      const { world, begin } = scripted({ ...silent, ...endpoints });
      expect(await errorOf(begin())).toMatchObject({ code: "oauth_split_endpoints", verdict: "security" });
      expect(world.sent).toEqual(LOOKED);
      const { notes } = (await scripted({ ...silent, ...endpoints }).begin({ quirks: { splitEndpoints: true } }))
        .pending.server;
      expect(notes.join()).toContain("Signs in at");
    }
    const subdomains = { ...silent, token_endpoint: "https://api.as.example/token" };
    await scripted(subdomains).begin();
  });

  it("shows a client, its secret and its tokens to no server but its own", async () => {
    proves("oauth:issuer-bound");
    const { world, protocol, begin, connect, discover } = scripted();
    const other = clientAt("https://old.example", { secret: "old-secret", auth: "post" });
    const grant = await connect();
    const server = await discover();
    const before = world.sent.length;
    const ask = { server, client: other, quirks: {}, scopes: [], resource: null };
    for (const work of [
      begin({ server, client: other }),
      protocol.clientCredentials(ask),
      protocol.beginDevice({ ...ask, server: { ...server, deviceUrl: `${ISSUER}/device` } }),
      protocol.refresh({ ...grant, client: other }, {}),
    ])
      expect(await errorOf(work)).toMatchObject({ code: "oauth_issuer_changed", verdict: "security" });
    expect(
      await protocol.revoke({ ...grant, client: other, server: { ...server, revocationUrl: `${ISSUER}/revoke` } }, {}),
    ).toBe("failed");
    expect(world.sent.length).toBe(before);
  });
});

describe("the way there and back", () => {
  it.each([
    ["missing", { code: "c" }],
    ["another one", { code: "c", state: "x".repeat(43) }],
    ["empty", { code: "c", state: "" }],
  ])("refuses a state that is %s", async (_what, query) => {
    const { world, protocol, begin } = scripted();
    const { pending } = await begin();
    const back = new URLSearchParams({ iss: ISSUER, ...query });
    expect(await errorOf(protocol.finishCode(pending, back))).toMatchObject({
      code: "oauth_bad_answer",
      verdict: "security",
    });
    expect(world.sent).toEqual(LOOKED);
  });

  it("refuses a state, a code, an iss or an error that is there twice", async () => {
    const { world, protocol, begin } = scripted();
    const { pending } = await begin();
    for (const name of ["state", "code", "iss", "error"]) {
      const back = returned(pending);
      if (name === "error") back.append("error", "access_denied");
      back.append(name, back.get(name) ?? "");
      expect(await errorOf(protocol.finishCode(pending, back))).toMatchObject({
        code: "oauth_bad_answer",
        verdict: "security",
      });
    }
    const empty = returned(pending, { code: "" });
    expect((await errorOf(protocol.finishCode(pending, empty))).code).toBe("oauth_bad_answer");
    expect(world.sent).toEqual(LOOKED);
  });

  it.each([[undefined], [[]], [["plain"]], [["s256"]]])(
    "sends nobody to a server whose PKCE methods are %j",
    async (methods) => {
      proves("oauth:pkce");
      const { world, begin } = scripted({ code_challenge_methods_supported: methods });
      expect(await errorOf(begin())).toMatchObject({ code: "oauth_pkce_unsupported", verdict: "security" });
      expect(world.sent).toEqual(LOOKED);
      const { url } = await scripted({ code_challenge_methods_supported: methods }).begin({
        quirks: { pkce: "unadvertised" },
      });
      expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
    },
  );

  it("draws state, verifier and nonce anew each time, and sends the verifier with the code only", async () => {
    proves("oauth:pkce");
    const { world, protocol, begin } = scripted();
    const [one, two] = [await begin({ scopes: ["openid"] }), await begin({ scopes: ["openid"] })];
    for (const name of ["state", "codeVerifier", "nonce"] as const) {
      expect(one.pending[name]).toMatch(/^[\w-]{43}$/);
      expect(one.pending[name]).not.toBe(two.pending[name]);
    }
    expect(one.url).not.toContain(one.pending.codeVerifier ?? "?");
    await protocol.finishCode(one.pending, returned(one.pending));
    expect(world.requests.at(-1)?.form).toMatchObject({
      code_verifier: one.pending.codeVerifier,
      redirect_uri: REDIRECT,
      resource: RESOURCE,
    });
  });

  it.each([
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "resource",
    "code_challenge",
    "request_uri",
    "response_type",
    "STATE",
  ])("refuses an authorization endpoint that sets %s itself", async (name) => {
    const { begin } = scripted({ authorization_endpoint: `${ISSUER}/authorize?${name}=evil` });
    expect(await errorOf(begin())).toMatchObject({ code: "oauth_bad_metadata", verdict: "security" });
  });

  it("keeps what else an authorization endpoint has in its query, and lets settings replace nothing of the flow", async () => {
    const { begin } = scripted({ authorization_endpoint: `${ISSUER}/authorize?tenant=7` });
    const { url } = await begin({
      quirks: { authorizeParams: { audience: "api", client_id: "evil", Redirect_URI: "evil" } },
    });
    const query = new URL(url).searchParams;
    expect([query.get("tenant"), query.get("audience"), query.getAll("client_id")]).toEqual(["7", "api", ["client-1"]]);
    expect(url).not.toContain("evil");
  });

  it("does not repeat a code along a redirect", async () => {
    const { world, connect } = scripted();
    world.on(`POST ${TOKEN_URL}`, { status: 307, headers: { location: "https://evil.example/token" } });
    expect(await errorOf(connect())).toMatchObject({ code: "oauth_bad_answer" });
    expect(world.sent.filter((one) => one.startsWith("POST"))).toEqual([`POST ${TOKEN_URL}`]);
  });

  it("sends nobody with a device code to an address that is not allowed, nor to one with the code in it", async () => {
    const device = {
      device_code: "d",
      user_code: "ABCD-EFGH",
      expires_in: 600,
      verification_uri_complete: `${ISSUER}/go?user_code=ABCD-EFGH`,
    };
    const begin = async (verification_uri: string) => {
      const { world, protocol, discover } = scripted({ device_authorization_endpoint: `${ISSUER}/device` });
      world.on(`POST ${ISSUER}/device`, { body: { ...device, verification_uri } });
      const server = await discover();
      return protocol.beginDevice({ server, client: clientAt(ISSUER), quirks: {}, scopes: [], resource: null });
    };
    for (const address of [
      "http://as.example/go",
      "javascript:alert(1)",
      "https://a@as.example/",
      "https://127.0.0.1/",
    ])
      expect((await errorOf(begin(address))).code).toBe("oauth_insecure_url");
    expect((await begin(`${ISSUER}/go`)).verificationUrl).toBe(`${ISSUER}/go`);
  });
});

describe("tokens", () => {
  const CANARY = "canary-7f3a";

  it.each([
    ["a line break", `${CANARY}\r\nx-evil: 1`],
    ["NUL", `${CANARY}\0`],
    ["a space", `${CANARY} x`],
    ["another alphabet", `${CANARY}é`],
    ["a size of 500 KB", CANARY.repeat(45_000)],
    ["the type of a number", 12_345],
    ["the type of a list", [CANARY]],
  ])("refuses an access token with %s, without its value in the error", async (_what, token) => {
    const error = await errorOf(answering({ body: { ...TOKEN, access_token: token } }));
    expect(error).toMatchObject({ code: "oauth_bad_token", verdict: "security" });
    expect(inspect(error, { depth: 5 })).not.toContain(CANARY);
  });

  it("refuses types of tokens that it does not know, also a bound one that nobody asked for", async () => {
    for (const token_type of ["mac", "bot", "DPoP", "Bearer evil"])
      expect((await errorOf(answering({ body: { ...TOKEN, token_type } }))).code).toBe("oauth_bad_token");
  });

  it("takes a bearer token although a bound one was asked for, and says so", async () => {
    const grant = await answering({ body: TOKEN }, { wantsDpop: true });
    expect(grant).toMatchObject({ tokenType: "bearer", dpopKey: null });
    expect(grant.server.notes.join()).toContain("not bound to a key");
  });

  it("keeps tokens, codes and secrets out of every error", async () => {
    const echo = { error: "invalid_request", error_description: `no ${CANARY}-refresh, no ${CANARY}-code` };
    const answers: WorldAnswer[] = [
      { status: 400, body: echo },
      { status: 401, body: { error: "invalid_client" } },
      { status: 500, body: CANARY },
      { status: 200, body: `<html>${CANARY}` },
      { status: 302, headers: { location: `https://x.example/?${CANARY}` } },
      { fails: "closed" },
      { status: 200, body: { ...TOKEN, access_token: CANARY, token_type: "mac" } },
    ];
    for (const answer of answers) {
      const { world, protocol, connect, begin } = scripted();
      const client = clientAt(ISSUER, { secret: `${CANARY}-secret`, auth: "post" });
      const grant = await connect({ client });
      const { pending } = await begin({ client });
      world.on(`POST ${TOKEN_URL}`, answer);
      const seen = [
        await errorOf(protocol.refresh({ ...grant, refreshToken: `${CANARY}-refresh` }, {})),
        await errorOf(protocol.finishCode(pending, returned(pending, { code: `${CANARY}-code` }))),
      ];
      expect(inspect(seen, { depth: 10, showHidden: true })).not.toContain(CANARY);
    }
  });
});
