import { createHash, createPrivateKey, generateKeyPairSync, sign, type JsonWebKey } from "node:crypto";
import { randomText, type Kit } from "./kit.ts";

const MAX_ORIGINS = 100;
const NONCE = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;

/** The nonces that servers sent, by origin; the newest counts. In memory only. @see RFC 9449 §8 */
export interface DpopNonces {
  find(url: string): string | undefined;
  note(url: string, nonce: string | null): void;
}

/** Begins without any. */
export function createNonces(): DpopNonces {
  const nonces = new Map<string, string>();
  return {
    find: (url) => nonces.get(new URL(url).origin),
    note(url, nonce) {
      if (nonce === null || !NONCE.test(nonce)) return;
      const { origin } = new URL(url);
      nonces.delete(origin);
      nonces.set(origin, nonce);
      const [oldest] = nonces.keys();
      if (nonces.size > MAX_ORIGINS && oldest !== undefined) nonces.delete(oldest);
    },
  };
}

/** A new private key for one grant (ES256). */
export function newDpopKey(): JsonWebKey {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
}

/** What a proof is for. */
export interface ProofOf {
  readonly key: JsonWebKey;
  readonly method: string;
  readonly url: string;
  /** With a request to a protected resource: the token that the proof belongs to. */
  readonly accessToken?: string;
}

/** Makes a proof for one request. @see RFC 9449 §4.2 */
export function dpopProof(kit: Kit, { key, method, url, accessToken }: ProofOf): string {
  const { kty, crv, x, y } = key;
  const { origin, pathname } = new URL(url);
  const nonce = kit.nonces.find(url);
  const header = { typ: "dpop+jwt", alg: "ES256", jwk: { kty, crv, x, y } };
  const claims = {
    jti: randomText(kit),
    htm: method.toUpperCase(),
    htu: `${origin}${pathname}`,
    iat: Math.floor(kit.clock.now() / 1000),
    ...(accessToken === undefined ? {} : { ath: createHash("sha256").update(accessToken).digest("base64url") }),
    ...(nonce === undefined ? {} : { nonce }),
  };
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const privateKey = createPrivateKey({ key, format: "jwk" });
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}
