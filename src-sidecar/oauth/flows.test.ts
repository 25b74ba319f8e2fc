import { describe, expect, it } from "vitest";
import { clientAt, errorOf, ISSUER, RESOURCE, scripted, TOKEN, TOKEN_URL } from "./testdata/scripted.ts";

describe("the authorization request", () => {
  const queryOf = async (metadata: object, more: object) =>
    new URL((await scripted(metadata).begin(more)).url).searchParams;

  it("names scopes only where there are some, and the resource as it was written", async () => {
    const bare = await queryOf({}, { scopes: [], resource: null });
    expect([bare.has("scope"), bare.has("resource")]).toEqual([false, false]);
    const odd = await queryOf({}, { resource: "https://MCP.example:443" });
    expect(odd.get("resource")).toBe("https://MCP.example:443");
  });

  it("asks for offline access where the server knows it and something else is asked for", async () => {
    const knows = { scopes_supported: ["read", "offline_access"] };
    const query = await queryOf(knows, {});
    expect([query.get("scope"), query.get("prompt")]).toEqual(["read offline_access", "consent"]);
    expect((await queryOf({ scopes_supported: ["read"] }, {})).get("scope")).toBe("read");
    expect((await queryOf(knows, { scopes: [] })).has("scope")).toBe(false);
    expect((await queryOf(knows, { quirks: { dropScopes: ["offline_access"] } })).get("scope")).toBe("read");
    const own = await queryOf(knows, { quirks: { authorizeParams: { prompt: "login" } } });
    expect(own.get("prompt")).toBe("login");
  });

  it("writes and leaves out as the settings say", async () => {
    const quirks = { scopeSeparator: ",", dropScopes: ["b"], pkce: "off", authorizeParams: { access_type: "offline" } };
    const query = await queryOf({}, { scopes: ["a", "b", "c"], quirks });
    expect([query.get("scope"), query.has("code_challenge"), query.get("access_type")]).toEqual([
      "a,c",
      false,
      "offline",
    ]);
  });
});

describe("the first token", () => {
  it("is refused as a sign-in, not as a connection that is over", async () => {
    const { world, connect } = scripted();
    world.on(`POST ${TOKEN_URL}`, { status: 400, body: { error: "invalid_grant" } });
    expect(await errorOf(connect())).toMatchObject({ code: "oauth_denied", verdict: "denied" });
  });
});

describe("device codes", () => {
  const started = async (interval = 1) => {
    const one = scripted({ device_authorization_endpoint: `${ISSUER}/device` });
    const body = {
      device_code: "d",
      user_code: "ABCD",
      verification_url: `${ISSUER}/go`,
      expires_in: "600",
      interval,
    };
    one.world.on(`POST ${ISSUER}/device`, { body });
    const server = await one.discover();
    const ask = { server, client: clientAt(ISSUER), quirks: {}, scopes: ["read"], resource: RESOURCE };
    return { ...one, pending: await one.protocol.beginDevice(ask) };
  };

  it("are polled more slowly when a server asks for that, or fails", async () => {
    const { world, protocol, pending } = await started();
    const poll = async (error: string, status = 400) => {
      world.on(`POST ${TOKEN_URL}`, { status, body: { error } });
      return protocol.pollDevice(pending);
    };
    expect(await poll("authorization_pending")).toEqual({ kind: "pending", intervalMs: 1000 });
    expect(await poll("slow_down")).toEqual({ kind: "pending", intervalMs: 6000 });
    expect(await poll("x", 503)).toEqual({ kind: "pending", intervalMs: 2000 });
    expect((await errorOf(poll("access_denied"))).code).toBe("oauth_denied");
    expect((await errorOf(poll("expired_token"))).code).toBe("oauth_expired");
  });

  it("are asked for once a second at most, whatever the server wishes", async () => {
    for (const interval of [0.001, 0, -1])
      expect((await started(interval)).pending.intervalMs).toBeGreaterThanOrEqual(1000);
    expect((await started(1e6)).pending.intervalMs).toBeLessThanOrEqual(60_000);
  });

  it("end when their time is over, without another request", async () => {
    const { world, clock, protocol, pending } = await started();
    clock.advance(600_000);
    const before = world.sent.length;
    expect((await errorOf(protocol.pollDevice(pending))).code).toBe("oauth_expired");
    expect(world.sent.length).toBe(before);
  });

  it("are not offered everywhere", async () => {
    const { protocol, discover } = scripted();
    const ask = { server: await discover(), client: clientAt(ISSUER), quirks: {}, scopes: [], resource: null };
    expect((await errorOf(protocol.beginDevice(ask))).verdict).toBe("config");
  });
});

describe("revocation", () => {
  const revoking = async (
    answer: (hint: string) => object,
    metadata: object = { revocation_endpoint: `${ISSUER}/revoke` },
  ) => {
    const { world, protocol, connect } = scripted(metadata);
    const grant = await connect();
    world.on(`POST ${ISSUER}/revoke`, ({ form }) => answer(form["token_type_hint"] ?? ""));
    const outcome = await protocol.revoke(grant, {});
    return {
      outcome,
      tokens: world.requests.filter(({ url }) => url.endsWith("/revoke")).map(({ form }) => form["token"]),
    };
  };

  it("takes the refresh token first, then the access token", async () => {
    expect(await revoking(() => ({ status: 200 }))).toEqual({ outcome: "revoked", tokens: ["refresh-1", "access-1"] });
    expect((await revoking(() => ({ status: 204 }))).outcome).toBe("revoked");
  });

  it("is done where the server cannot revoke what it never asks itself about", async () => {
    const refuses = (hint: string) =>
      hint === "access_token" ? { status: 400, body: { error: "unsupported_token_type" } } : {};
    expect((await revoking(refuses)).outcome).toBe("revoked");
  });

  it("is done where the server does not know the access token any more once the refresh token is over", async () => {
    const forgets = (hint: string) =>
      hint === "access_token" ? { status: 400, body: { error: "invalid_token" } } : { status: 200 };
    expect((await revoking(forgets)).outcome).toBe("revoked");
    expect((await revoking(() => ({ status: 400, body: { error: "invalid_request" } }))).outcome).toBe("failed");
  });

  it("fails where an access token is all that there is, and cannot be revoked", async () => {
    const { world, protocol, connect } = scripted({ revocation_endpoint: `${ISSUER}/revoke` });
    world.on(`POST ${ISSUER}/revoke`, { status: 400, body: { error: "unsupported_token_type" } });
    expect(await protocol.revoke({ ...(await connect()), refreshToken: null }, {})).toBe("failed");
  });

  it("fails without an error, and is not offered everywhere", async () => {
    expect((await revoking(() => ({ status: 500 }))).outcome).toBe("failed");
    expect((await revoking(() => ({ fails: "timeout" }))).outcome).toBe("failed");
    expect(await revoking(() => ({}), {})).toEqual({ outcome: "not-offered", tokens: [] });
  });
});

describe("proofs of possession", () => {
  it("are for one request, with the token's hash and the newest nonce of that server", async () => {
    const { world, protocol, connect } = scripted();
    world.on(`POST ${TOKEN_URL}`, { body: { ...TOKEN, token_type: "DPoP" }, headers: { "dpop-nonce": "as-nonce" } });
    const grant = await connect({ wantsDpop: true });
    protocol.noteNonce("https://mcp.example/mcp", "rs-nonce");
    protocol.noteNonce("https://mcp.example/mcp", 'not"one');
    const partsOf = (proof: string): Record<string, unknown>[] =>
      proof
        .split(".")
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
    const proof = await protocol.proof(grant, "post", "https://mcp.example/mcp?x=1");
    const [header, claims] = partsOf(proof);
    expect(header).toMatchObject({ typ: "dpop+jwt", alg: "ES256", jwk: { kty: "EC", crv: "P-256" } });
    expect(JSON.stringify(header)).not.toContain(`"d"`);
    expect(claims).toMatchObject({
      htm: "POST",
      htu: "https://mcp.example/mcp",
      nonce: "rs-nonce",
      ath: expect.any(String),
    });
    const [, again] = partsOf(await protocol.proof(grant, "POST", "https://mcp.example/mcp"));
    expect(again?.["jti"]).not.toBe(claims?.["jti"]);
    const [, elsewhere] = partsOf(await protocol.proof(grant, "GET", "https://other.example/"));
    expect(elsewhere?.["nonce"]).toBeUndefined();
  });

  it("are repeated once with the nonce that a server asks for, and not again", async () => {
    const { world, connect } = scripted();
    let asked = 0;
    world.on(`POST ${TOKEN_URL}`, () => {
      asked += 1;
      return { status: 400, body: { error: "use_dpop_nonce" }, headers: { "dpop-nonce": `n-${asked}` } };
    });
    expect((await errorOf(connect({ wantsDpop: true }))).code).toBe("oauth_bad_answer");
    expect(asked).toBe(2);
  });
});
