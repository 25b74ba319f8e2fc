import { createPublicKey, generateKeyPairSync, verify, type JsonWebKey } from "node:crypto";
import { inspect } from "node:util";
import type { AuthorizationServer } from "oauth4webapi";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../testkit/clock.ts";
import { Secret } from "../base/secret.ts";
import type { Grant, OAuthClient } from "./grant.ts";
import { clientView } from "./library-view.ts";
import {
  clientAuth,
  openClient,
  openGrant,
  openRegistered,
  sealClient,
  sealClientSecret,
  sealGrant,
  visitSealed,
} from "./token-request.ts";

const client: OAuthClient = {
  issuer: "https://as.example/tenant",
  id: "client-1",
  secret: 'pa"ss\nword-é',
  auth: "basic",
  by: "dynamic",
  redirectUri: "http://127.0.0.1:4711/callback",
  management: { url: "https://as.example/register/client-1", token: "manage-me" },
  registeredAt: 1,
  secretExpiresAt: null,
};

const grant: Grant = {
  server: {
    issuer: "https://as.example/tenant",
    aliasOf: null,
    authorizationUrl: "https://as.example/authorize",
    tokenUrl: "https://as.example/token",
    revocationUrl: null,
    registrationUrl: null,
    deviceUrl: null,
    parUrl: null,
    userinfoUrl: null,
    jwksUrl: null,
    requiresPar: false,
    sendsIss: true,
    takesMetadataDocument: false,
    scopes: null,
    authMethods: ["none"],
    grantTypes: null,
    dpopAlgorithms: null,
    pkceMethods: null,
    notes: [],
  },
  client,
  resource: "https://mcp.example/mcp",
  accessToken: "access-canary",
  refreshUrl: null,
  refreshToken: "refresh-canary",
  tokenType: "dpop",
  dpopKey: { kty: "EC", crv: "P-256", x: "x", y: "y", d: "private-canary" },
  scopes: ["a", "b"],
  requestedScopes: ["a", "b", "c"],
  expiresAt: 5,
  obtainedAt: 1,
  accountName: "ada@example.com",
};

function texts(secret: Secret): Record<string, string> {
  const found: Record<string, string> = {};
  visitSealed(secret, (field, bytes) => void (found[field] = new TextDecoder().decode(bytes)));
  return found;
}

describe("sealing", () => {
  it("opens a grant as it was sealed", () => {
    using secret = sealGrant(grant);
    expect(openGrant(secret)).toEqual(grant);
    const bare: Grant = {
      ...grant,
      refreshToken: null,
      dpopKey: null,
      client: { ...client, secret: null, management: null },
    };
    using other = sealGrant(bare);
    expect(openGrant(other)).toEqual(bare);
  });

  it("leaves out what only counts before there is a grant", () => {
    const named = ["x"];
    const server = { ...grant.server, scopes: named, grantTypes: named, pkceMethods: named, dpopAlgorithms: named };
    using secret = sealGrant({ ...grant, server });
    expect(openGrant(secret)).toEqual(grant);
  });

  it("opens a client as it was sealed", () => {
    using secret = sealClient(client);
    expect(openClient(secret)).toEqual(client);
  });

  it("tells redaction every secret and no fact", () => {
    using secret = sealGrant(grant);
    expect(texts(secret)).toEqual({
      access_token: "access-canary",
      refresh_token: "refresh-canary",
      client_secret: 'pa"ss\nword-é',
      registration_token: "manage-me",
      dpop_key: JSON.stringify(grant.dpopKey),
    });
  });

  it("keeps secrets out of the facts", () => {
    using secret = sealGrant(grant);
    const { facts } = JSON.parse(new TextDecoder().decode(secret.reveal())) as { readonly facts: string };
    expect(facts).not.toMatch(/canary|manage-me|pa"ss/);
  });

  it("refuses what it did not seal", () => {
    using foreign = sealClientSecret(Secret.fromText("x"));
    expect(() => openGrant(foreign)).toThrow("internal:");
  });

  it("joins a registered app with the secret that an admin entered", () => {
    using entered = Secret.fromText("s3cret");
    using secret = sealClientSecret(entered);
    const { secret: _secret, ...facts } = client;
    expect(openRegistered(facts, secret)).toEqual({ ...client, secret: "s3cret" });
    expect(openRegistered(facts, null).secret).toBeNull();
  });
});

async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

describe("client authentication", () => {
  const prove = async (as: Partial<OAuthClient>): Promise<{ body: string; authorization: string | null }> => {
    const [body, headers] = [new URLSearchParams(), new Headers()];
    const server: AuthorizationServer = { issuer: client.issuer };
    const view = clientView({ clock: createManualClock() }, "my-app_1.x~");
    await clientAuth({ ...client, secret: "a-b:c", ...as })(server, view, body, headers);
    return { body: body.toString(), authorization: headers.get("authorization") };
  };

  it("leaves unreserved characters of Basic as they are", async () => {
    const { body, authorization } = await prove({ auth: "basic" });
    expect(body).toBe("");
    expect(authorization).toBe(`Basic ${Buffer.from("my-app_1.x~:a-b%3Ac").toString("base64")}`);
  });

  it("sends id and secret in the body, or the id alone", async () => {
    expect(await prove({ auth: "post" })).toEqual({
      body: "client_id=my-app_1.x%7E&client_secret=a-b%3Ac",
      authorization: null,
    });
    expect(await prove({ auth: "none" })).toEqual({ body: "client_id=my-app_1.x%7E", authorization: null });
  });

  it("signs with a key of its own, for its own issuer and a minute", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const ed = generateKeyPairSync("ed25519");
    const jwk: JsonWebKey = { ...p256.privateKey.export({ format: "jwk" }), kid: "k-1" };
    const pem = rsa.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    const keys = [
      { secret: pem, pair: rsa, alg: "RS256", kid: undefined },
      { secret: pem.replaceAll("\n", " "), pair: rsa, alg: "RS256", kid: undefined },
      { secret: JSON.stringify(jwk), pair: p256, alg: "ES256", kid: "k-1" },
      {
        secret: ed.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
        pair: ed,
        alg: "EdDSA",
        kid: undefined,
      },
    ];
    for (const { secret, pair, alg, kid } of keys) {
      const { body, authorization } = await prove({ auth: "key", secret });
      expect(authorization).toBeNull();
      const [head = "", claims = "", signature = ""] = (new URLSearchParams(body).get("client_assertion") ?? "").split(
        ".",
      );
      const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
      expect(read(head)).toEqual({ typ: "JWT", alg, ...(kid === undefined ? {} : { kid }) });
      expect(read(claims)).toMatchObject({ iss: "my-app_1.x~", sub: "my-app_1.x~", aud: client.issuer });
      const key = { key: createPublicKey(pair.privateKey), dsaEncoding: "ieee-p1363" } as const;
      const hash = alg === "EdDSA" ? null : "sha256";
      expect(verify(hash, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(true);
    }
  });

  it("sends nothing where the key is none, and does not say it", async () => {
    const curve = generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey;
    const odd = curve.export({ format: "pem", type: "pkcs8" }).toString();
    const garbled = "-----BEGIN PRIVATE KEY-----canary-----END PRIVATE KEY-----";
    for (const secret of ["", "canary", '{"kty":"canary"}', garbled, odd]) {
      const error = await thrownBy(() => prove({ auth: "key", secret }));
      expect(error).toMatchObject({ code: "oauth_client_refused", verdict: "config" });
      expect(inspect(error, { depth: 5 })).not.toContain("canary");
    }
  });
});
