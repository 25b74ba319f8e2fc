import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { WorldAnswer } from "../../testkit/oauth/world.ts";
import type { OAuthClient, RegistrationWish } from "./grant.ts";
import { errorOf, ISSUER, REDIRECT, scripted } from "./testdata/scripted.ts";

const WISH: RegistrationWish = { clientName: "Gatehouse", redirectUri: REDIRECT, scopes: ["read"], owner: "member" };

async function registering(
  answer: WorldAnswer | ((form: Readonly<Record<string, unknown>>) => WorldAnswer),
  metadata = {},
  wish = WISH,
) {
  const { world, protocol, discover } = scripted(metadata);
  world.on(`POST ${ISSUER}/register`, typeof answer === "function" ? ({ form }) => answer(form) : answer);
  const server = await discover();
  return { world, client: () => protocol.register(server, wish) };
}

describe("dynamic registration", () => {
  it("asks as an app on a person's machine, for what the server has", async () => {
    const { world, client } = await registering(
      { status: 201, body: { client_id: "c" } },
      { scopes_supported: ["read", "write"] },
    );
    await client();
    expect(world.requests.at(-1)?.form).toEqual({
      client_name: "Gatehouse",
      redirect_uris: [REDIRECT],
      response_types: ["code"],
      application_type: "native",
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
      scope: "read write",
    });
  });

  it.each<readonly [string, object, Partial<OAuthClient>]>([
    ["a public client", { client_id: "c" }, { auth: "none", secret: null }],
    [
      "null and nothing for what is absent",
      { client_id: "c", client_secret: null, client_secret_expires_at: null },
      { secret: null, secretExpiresAt: null },
    ],
    [
      "a secret that was not asked for, without an end",
      { client_id: "c", client_secret: "s" },
      { auth: "basic", secret: "s", secretExpiresAt: null },
    ],
    [
      "a secret for ever",
      {
        client_id: "c",
        client_secret: "s",
        client_secret_expires_at: 0,
        token_endpoint_auth_method: "client_secret_post",
      },
      { auth: "post", secretExpiresAt: null },
    ],
    [
      "a secret with an end",
      { client_id: "c", client_secret: "s", client_secret_expires_at: 2000 },
      { secretExpiresAt: 2_000_000 },
    ],
    [
      "a method of the server's choice",
      { client_id: "c", client_secret: "s", token_endpoint_auth_method: "none" },
      { auth: "none" },
    ],
    [
      "the means to delete it",
      { client_id: "c", registration_client_uri: `${ISSUER}/r/c`, registration_access_token: "t" },
      { management: { url: `${ISSUER}/r/c`, token: "t" } },
    ],
    [
      "the means to delete it, inside",
      { client_id: "c", registration_client_uri: "https://169.254.169.254/", registration_access_token: "t" },
      { management: null },
    ],
  ])("takes %s", async (_what, body, expected) => {
    for (const status of [200, 201]) {
      const { client } = await registering({ status, body });
      expect(await client()).toMatchObject({
        issuer: ISSUER,
        id: "c",
        by: "dynamic",
        redirectUri: REDIRECT,
        ...expected,
      });
    }
  });

  it("asks with a secret where the server wants one, and for the organization always", async () => {
    const methods = { token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"] };
    const one = await registering({ status: 201, body: { client_id: "c", client_secret: "s" } }, methods);
    expect((await one.client()).auth).toBe("post");
    const org = await registering(
      { status: 201, body: { client_id: "c", client_secret: "s" } },
      {},
      { ...WISH, owner: "org" },
    );
    expect(await org.client()).toMatchObject({ auth: "basic", redirectUri: null });
    expect(org.world.requests.at(-1)?.form).toMatchObject({ grant_types: ["client_credentials"], redirect_uris: [] });
  });

  it("asks for less where that is refused", async () => {
    const picky = (form: Readonly<Record<string, unknown>>): WorldAnswer =>
      form["token_endpoint_auth_method"] === "none" || form["scope"] !== "read"
        ? { status: 400, body: { error: "invalid_client_metadata" } }
        : { status: 201, body: { client_id: "c", client_secret: "s" } };
    const { world, client } = await registering(picky, { scopes_supported: ["read", "admin"] });
    expect((await client()).auth).toBe("basic");
    expect(world.sent.filter((one) => one.startsWith("POST"))).toHaveLength(3);
  });

  it.each<readonly [string, WorldAnswer, string]>([
    ["nobody can register", { status: 404 }, "oauth_client_needed"],
    ["it wants an app that somebody made", { status: 422, body: { message: "no" } }, "oauth_client_needed"],
    [
      "the address to come back to is refused",
      { status: 400, body: { error: "invalid_redirect_uri" } },
      "oauth_client_needed",
    ],
    ["it is too busy", { status: 429 }, "oauth_unreachable"],
    ["it fails", { status: 502 }, "oauth_unreachable"],
    ["it answers a page", { status: 200, body: "<html>" }, "oauth_bad_answer"],
    [
      "it wants a proof that we do not have",
      { status: 201, body: { client_id: "c", client_secret: "s", token_endpoint_auth_method: "private_key_jwt" } },
      "oauth_bad_answer",
    ],
  ])("says so when %s", async (_what, answer, code) => {
    const { client } = await registering(answer);
    expect((await errorOf(client())).code).toBe(code);
  });

  it("shows nothing of a secret that came with an answer that cannot be used", async () => {
    for (const client_id of [undefined, null, 5, "", "a\nb"]) {
      const { client } = await registering({ status: 201, body: { client_id, client_secret: "canary" } });
      const error = await errorOf(client());
      expect(error.code).toBe("oauth_bad_answer");
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("canary");
    }
  });

  it("is not tried where the server has none", async () => {
    const { client } = await registering({}, { registration_endpoint: undefined });
    expect(await errorOf(client())).toMatchObject({ code: "oauth_client_needed", verdict: "config" });
  });
});
