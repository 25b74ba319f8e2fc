import { describe, expect, it } from "vitest";
import { createWorld } from "../../testkit/oauth/world.ts";
import { errorOf, HONEST, ISSUER, RESOURCE, scripted } from "./testdata/scripted.ts";

const ROOT = "https://mcp.example/.well-known/oauth-protected-resource";
const OAUTH = "/.well-known/oauth-authorization-server";
const OPENID = "/.well-known/openid-configuration";
const challenge = {
  status: 401,
  resourceMetadata: null,
  scope: null,
  error: null,
  dpopNonce: null,
  scheme: "bearer",
} as const;
const described = { resource: RESOURCE, authorization_servers: [ISSUER] };

describe("the resource's description", () => {
  it("is where the challenge says, and is looked for nowhere else", async () => {
    const { world, protocol } = scripted();
    const place = "https://mcp.example/custom.json";
    world.on(`GET ${place}`, { body: { ...described, scopes_supported: ["a", "b"] } });
    const found = await protocol.findResource(RESOURCE, { ...challenge, resourceMetadata: place });
    expect(found).toEqual({
      resource: RESOURCE,
      issuers: [ISSUER],
      scopes: ["a", "b"],
      origin: "public",
      wantsDpop: false,
    });
    expect(world.sent).toEqual([`GET ${place}`]);
  });

  it("is below the path, then at the root; a page is no description", async () => {
    const { world, protocol } = scripted();
    world
      .on(`GET ${ROOT}/mcp`, { body: "<html>our app" })
      .on(`GET ${ROOT}`, { body: { ...described, resource: "https://mcp.example/" } });
    expect((await protocol.findResource(`${RESOURCE}/`, null)).resource).toBe("https://mcp.example/");
    expect(world.sent).toEqual([`GET ${ROOT}/mcp`, `GET ${ROOT}`]);
  });

  it("may be missing altogether: then the resource's own origin signs in, at the paths of before", async () => {
    const { world, protocol } = scripted({}, createWorld());
    world.on(`GET ${ROOT}/mcp`, { status: 404 });
    const found = await protocol.findResource(RESOURCE, { ...challenge, scope: ["x"] });
    expect(found).toMatchObject({ resource: null, issuers: ["https://mcp.example"], scopes: ["x"] });
    const [issuer = ""] = found.issuers;
    expect((await errorOf(protocol.loadServer(issuer, {}, found.origin))).code).toBe("oauth_discovery_failed");
    expect(await protocol.loadServer(issuer, {}, found.origin, true)).toMatchObject({
      tokenUrl: "https://mcp.example/token",
      registrationUrl: "https://mcp.example/register",
    });
  });

  it("names what to ask for, unless the challenge does; an empty list is nothing in particular", async () => {
    const { world, protocol } = scripted();
    world.on(`GET ${ROOT}/mcp`, { body: { ...described, scopes_supported: [] } });
    expect((await protocol.findResource(RESOURCE, null)).scopes).toBeNull();
    world.on(`GET ${ROOT}/mcp`, {
      body: { ...described, scopes_supported: ["a"], dpop_bound_access_tokens_required: true },
    });
    const found = await protocol.findResource(RESOURCE, { ...challenge, scope: ["c"] });
    expect(found).toMatchObject({ scopes: ["c"], wantsDpop: true });
  });

  it("is no less missing when a server fails, and is asked for again", async () => {
    const { world, protocol } = scripted();
    world.on(`GET ${ROOT}/mcp`, { status: 503 });
    expect(await errorOf(protocol.findResource(RESOURCE, null))).toMatchObject({
      code: "oauth_unreachable",
      verdict: "transient",
    });
    expect(world.sent).toEqual([`GET ${ROOT}/mcp`]);
  });

  it("leaves servers out that may not be asked, as long as one may", async () => {
    const { world, protocol } = scripted();
    world.on(`GET ${ROOT}/mcp`, {
      body: { ...described, authorization_servers: ["http://localhost:9000", ISSUER, ISSUER, 7] },
    });
    expect((await protocol.findResource(RESOURCE, null)).issuers).toEqual([ISSUER]);
  });
});

describe("the server's description", () => {
  it("is asked for in the order of the specification", async () => {
    const { world, protocol } = scripted();
    const issuer = `${ISSUER}/tenant1`;
    world.on(`GET ${issuer}${OPENID}`, { body: { ...HONEST, issuer } });
    await protocol.loadServer(issuer, {}, "public");
    expect(world.sent).toEqual([
      `GET ${ISSUER}${OAUTH}/tenant1`,
      `GET ${ISSUER}${OPENID}/tenant1`,
      `GET ${issuer}${OPENID}`,
    ]);
  });

  it("of another issuer at one place does not hide the right one at the next", async () => {
    const { world, protocol } = scripted({ issuer: "https://other.example" });
    world.on(`GET ${ISSUER}${OPENID}`, { body: HONEST });
    expect((await protocol.loadServer(ISSUER, {}, "public")).issuer).toBe(ISSUER);
  });

  it("is followed along redirects between public places", async () => {
    const { world, discover } = scripted();
    world.on(`GET ${ISSUER}${OAUTH}`, { status: 302, headers: { location: "https://docs.example/as.json" } });
    world.on("GET https://docs.example/as.json", { body: HONEST });
    expect((await discover()).tokenUrl).toBe(HONEST.token_endpoint);
  });

  it("reads null and wrong types as absent", async () => {
    const server = await scripted({
      scopes_supported: null,
      grant_types_supported: "x",
      revocation_endpoint: null,
      userinfo_endpoint: "",
      require_pushed_authorization_requests: "yes",
    }).discover();
    expect(server).toMatchObject({
      scopes: null,
      grantTypes: null,
      revocationUrl: null,
      userinfoUrl: null,
      requiresPar: false,
    });
  });

  it("has no query, and has a token endpoint", async () => {
    const { protocol } = scripted();
    expect((await errorOf(protocol.loadServer(`${ISSUER}/?x=1`, {}, "public"))).code).toBe("oauth_bad_metadata");
    expect((await errorOf(scripted({ token_endpoint: undefined }).discover())).code).toBe("oauth_bad_metadata");
    expect((await errorOf(scripted({ token_endpoint: `${ISSUER}/token#x` }).discover())).code).toBe(
      "oauth_bad_metadata",
    );
  });

  it("may be entered by hand, and is judged all the same", async () => {
    const { protocol } = scripted();
    const hand = {
      kind: "endpoints",
      issuer: null,
      authorizationUrl: `${ISSUER}/a`,
      tokenUrl: "https://api.other.example/t",
      revocationUrl: null,
      deviceUrl: null,
    } as const;
    expect(protocol.serverFrom(hand, {})).toMatchObject({
      issuer: "https://api.other.example",
      pkceMethods: ["S256"],
      sendsIss: false,
    });
    expect(() => protocol.serverFrom({ ...hand, tokenUrl: "http://api.other.example/t" }, {})).toThrow("not allowed");
    expect(() => protocol.serverFrom({ ...hand, deviceUrl: "https://169.254.169.254/" }, {})).toThrow("not allowed");
    expect(() => protocol.serverFrom(hand, { refreshUrl: "ftp://x.example/" })).toThrow("not allowed");
  });
});
