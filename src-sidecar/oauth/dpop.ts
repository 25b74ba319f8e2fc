import type { JsonWebKey } from "node:crypto";
import {
  allowInsecureRequests,
  customFetch,
  DPoP,
  generateKeyPair,
  modifyAssertion,
  protectedResourceRequest,
  type DPoPHandle,
} from "oauth4webapi";
import type { Kit } from "./kit.ts";
import { clientView } from "./library-view.ts";

const MAX_ORIGINS = 100;
const NONCE = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;

/**
 * The nonces that servers sent, by origin; the newest counts. In memory only.
 *
 * The library has a memory, too, which ends with the private key that it holds: a key is held for one use only, a nonce serves the next.
 *
 * @see RFC 9449 §8
 */
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
export async function newDpopKey(): Promise<JsonWebKey> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const { ext: _ext, key_ops: _uses, ...key } = await crypto.subtle.exportKey("jwk", privateKey);
  return key;
}

/** What makes proofs with a key, for the library's requests. */
export async function dpopHandle(kit: Pick<Kit, "clock" | "nonces">, key: JsonWebKey): Promise<DPoPHandle> {
  const { d: _private, ...publicPart } = key;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("jwk", key, ALGORITHM, false, ["sign"]),
    crypto.subtle.importKey("jwk", publicPart, ALGORITHM, true, ["verify"]),
  ]);
  return DPoP(
    clientView(kit, "unused"),
    { privateKey, publicKey },
    {
      [modifyAssertion]: (_header, claims) => {
        const { htu } = claims;
        claims["nonce"] = typeof htu === "string" ? kit.nonces.find(htu) : undefined;
      },
    },
  );
}

/** What a proof is for. */
export interface ProofOf {
  readonly key: JsonWebKey;
  readonly method: string;
  readonly url: string;
  /** The token that the proof belongs to. */
  readonly accessToken: string;
}

/**
 * Makes a proof for one request that somebody else sends: the library makes the request, and it stays here.
 *
 * @see RFC 9449 §4.2
 */
export async function dpopProof(kit: Pick<Kit, "clock" | "nonces">, proofOf: ProofOf): Promise<string> {
  const { key, method, url, accessToken } = proofOf;
  let proof: string | undefined;
  await protectedResourceRequest(accessToken, method, new URL(url), undefined, undefined, {
    DPoP: await dpopHandle(kit, key),
    [allowInsecureRequests]: true,
    [customFetch]: async (_url, { headers }) => {
      proof = headers["dpop"];
      return new Response();
    },
  });
  if (proof === undefined) throw new Error("internal: the library made no proof");
  return proof;
}
