import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { OAuthError } from "./error.ts";
import type { OAuthClient } from "./grant.ts";
import { randomText, type Kit } from "./kit.ts";
import { parseMembers, textOf } from "./json-members.ts";

/** What says at the token endpoint that a client is the one that has a key. @see RFC 7523 §2.2 */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const LIFETIME_S = 60;
const PEM = /-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;

/**
 * Signs that the client is who it says, to its own authorization server and for a minute. The client's secret is its private key.
 *
 * @throws {OAuthError} `oauth_client_refused` for a key that cannot be used; nothing was sent.
 * @see RFC 7523 §3
 */
export function clientAssertion(kit: Pick<Kit, "clock" | "randomBytes">, { id, issuer, secret }: OAuthClient): string {
  const key = privateKey(secret ?? "");
  const now = Math.floor(kit.clock.now() / 1000);
  const kid = textOf(parseMembers(secret ?? "") ?? {}, "kid");
  const header = { typ: "JWT", ...algorithmOf(key), ...(kid === null ? {} : { kid }) };
  const { hash, ...named } = header;
  const claims = { iss: id, sub: id, aud: issuer, jti: randomText(kit), iat: now, exp: now + LIFETIME_S };
  const input = [named, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

/** A JWK, or PEM; a field of one line leaves a PEM without its line breaks. */
function privateKey(text: string): KeyObject {
  const jwk = parseMembers(text);
  const [, label, body = ""] = PEM.exec(text) ?? [];
  const lines = body.replaceAll(/\s+/g, "").replaceAll(/.{64}(?=.)/g, "$&\n");
  try {
    if (jwk !== null) return createPrivateKey({ key: jwk, format: "jwk" });
    return createPrivateKey(`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`);
  } catch {
    throw unusable(); // Whatever the library says of a key stays here.
  }
}

function algorithmOf(key: KeyObject): { readonly alg: string; readonly hash: string | null } {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === "rsa") return { alg: "RS256", hash: "sha256" };
  if (key.asymmetricKeyType === "ed25519") return { alg: "EdDSA", hash: null };
  if (curve === "prime256v1") return { alg: "ES256", hash: "sha256" };
  if (curve === "secp384r1") return { alg: "ES384", hash: "sha384" };
  throw unusable();
}

function unusable(): OAuthError {
  return new OAuthError("oauth_client_refused", "config", "The app's private key cannot be used. Nothing was sent.", {
    hint: "An admin enters it again: an RSA, P-256, P-384 or Ed25519 key, as PEM or as JWK.",
  });
}
