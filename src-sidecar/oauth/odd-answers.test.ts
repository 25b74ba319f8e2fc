import { expect, it } from "vitest";
import { createSeededRandom, type SeededRandom } from "../../testkit/seeded-random.ts";
import type { WorldAnswer } from "../../testkit/oauth/world.ts";
import { OAuthError } from "./error.ts";
import { HONEST, ISSUER, RESOURCE, returned, scripted, TOKEN, TOKEN_URL } from "./testdata/scripted.ts";

const ROUNDS = 200;
const PRM = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
const TEXTS = [
  "",
  "x",
  "\u0000",
  "\ud800",
  "é".repeat(300),
  "3600",
  "NaN",
  "__proto__",
  "constructor",
  "DPoP",
  "none",
  "S256",
];
const PLACES = ["https://", "//", "https://x.example", "http://x.example", "javascript:1", "https://["];
const OTHERS: readonly unknown[] = [
  0,
  -1,
  1e21,
  0.1,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  [1, "a"],
  PLACES,
  { toString: "x" },
  { length: 1 },
];
const ODD: readonly [unknown, ...unknown[]] = [null, ...TEXTS, ...PLACES, ...OTHERS];

/** Some members are something else, or missing. */
function bent(random: SeededRandom, honest: object): object {
  const members: Record<string, unknown> = { ...honest };
  for (const name of Object.keys(members)) {
    if (random.below(9) !== 0) continue;
    if (random.below(4) === 0) delete members[name];
    else members[name] = random.pick(ODD);
  }
  return members;
}

function answer(random: SeededRandom, honest: object, status = 200): WorldAnswer {
  const body = random.below(20) === 0 ? JSON.stringify(random.pick(ODD)) : bent(random, honest);
  return { status: random.below(10) === 0 ? random.pick([200, 201, 204, 301, 400, 401, 403, 418, 500]) : status, body };
}

const METADATA = {
  ...HONEST,
  scopes_supported: ["read", "offline_access"],
  revocation_endpoint: `${ISSUER}/revoke`,
  device_authorization_endpoint: `${ISSUER}/device`,
  token_endpoint_auth_methods_supported: ["none", "client_secret_basic"],
  grant_types_supported: ["authorization_code"],
};
const RESOURCE_METADATA = { resource: RESOURCE, authorization_servers: [ISSUER], scopes_supported: ["read"] };
const REGISTRATION = {
  client_id: "c",
  client_secret: "s",
  client_secret_expires_at: 0,
  token_endpoint_auth_method: "client_secret_basic",
  registration_client_uri: `${ISSUER}/register/c`,
  registration_access_token: "t",
};
const DEVICE = { device_code: "d", user_code: "U", verification_uri: `${ISSUER}/go`, expires_in: 600, interval: 5 };
const ANSWER = { ...TOKEN, scope: "read", id_token: "a.b.c" };

/** The whole way of an account, with servers that say odd things. */
async function live(random: SeededRandom): Promise<readonly string[]> {
  const { world, protocol } = scripted();
  world
    .on(`GET ${PRM}`, answer(random, RESOURCE_METADATA))
    .on(`GET ${ISSUER}/.well-known/oauth-authorization-server`, answer(random, METADATA))
    .on(`POST ${ISSUER}/register`, answer(random, REGISTRATION, 201))
    .on(`POST ${ISSUER}/device`, answer(random, DEVICE))
    .on(`POST ${TOKEN_URL}`, () => answer(random, ANSWER))
    .on(`POST ${ISSUER}/revoke`, answer(random, {}));
  try {
    const { issuers, origin, resource, wantsDpop } = await protocol.findResource(RESOURCE, null);
    const server = await protocol.loadServer(issuers[0] ?? "", {}, origin, resource === null);
    const wish = {
      clientName: "Gatehouse",
      redirectUri: "http://127.0.0.1/",
      scopes: ["read"],
      owner: "member",
    } as const;
    const client = await protocol.register(server, wish);
    const ask = {
      server,
      client,
      quirks: {},
      scopes: ["openid"],
      resource,
      wantsDpop,
      nameSource: { kind: "openid" },
    } as const;
    if (random.below(3) === 0) await protocol.pollDevice(await protocol.beginDevice(ask));
    const { pending } = await protocol.beginCode({ ...ask, scopes: ["read"], redirectUri: "http://127.0.0.1/" });
    const grant = await protocol.finishCode(pending, returned(pending));
    const next = await protocol.refresh(grant, {});
    expect(next.accessToken).toMatch(/^[\x21-\x7e]+$/);
    expect(next.expiresAt === null || next.expiresAt > next.obtainedAt).toBe(true);
    await protocol.revoke(next, {});
    await protocol.unregister(client, server);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
  }
  return world.sent;
}

it("meets whatever servers say with a grant or an error of its own, and asks nobody in the clear", async () => {
  const sent: string[] = [];
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    try {
      sent.push(...(await live(createSeededRandom(seed))));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  expect(sent.filter((one) => !/^(?:GET|POST|DELETE) https:\/\//.test(one))).toEqual([]);
  // Odd as they are, some of them still come to an end.
  expect(sent.filter((one) => one.startsWith("DELETE")).length).toBeGreaterThan(2);
});
