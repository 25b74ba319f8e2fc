import { createPrivateKey, type KeyObject } from "node:crypto";
import { modifyAssertion, PrivateKeyJwt, type ClientAuth } from "oauth4webapi";
import { OAuthError } from "./error.ts";
import { parseMembers, textOf } from "./json-members.ts";

const PEM = /-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;

/**
 * Has a client say who it is by signing that, to its own authorization server and for a minute. Its secret is its private key.
 *
 * @throws {OAuthError} `oauth_client_refused` for a key that cannot be used; nothing was sent.
 * @see RFC 7523 §2.2, §3
 */
export function signingAuth(secret: string): ClientAuth {
  const key = privateKey(secret);
  const [algorithm, alg] = algorithmOf(key);
  const kid = textOf(parseMembers(secret) ?? {}, "kid");
  const signer = { key: key.toCryptoKey(algorithm, false, ["sign"]), ...(kid === null ? {} : { kid }) };
  return PrivateKeyJwt(signer, {
    // Servers know Ed25519 by its older name.
    [modifyAssertion]: (header) => void Object.assign(header, { typ: "JWT", alg }),
  });
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

function algorithmOf(key: KeyObject): readonly [Parameters<KeyObject["toCryptoKey"]>[0], string] {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === "rsa") return [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, "RS256"];
  if (key.asymmetricKeyType === "ed25519") return ["Ed25519", "EdDSA"];
  if (curve === "prime256v1") return [{ name: "ECDSA", namedCurve: "P-256" }, "ES256"];
  if (curve === "secp384r1") return [{ name: "ECDSA", namedCurve: "P-384" }, "ES384"];
  throw unusable();
}

function unusable(): OAuthError {
  return new OAuthError("oauth_client_refused", "config", "The app's private key cannot be used. Nothing was sent.", {
    hint: "An admin enters it again: an RSA, P-256, P-384 or Ed25519 key, as PEM or as JWK.",
  });
}
