import { createHash, createPublicKey, verify, type JsonWebKey } from "node:crypto";

/** Checks proofs of possession (RFC 9449 section 4.3). Each proof is good once. */
export interface DpopCheck {
  /** Null when the proof is good; else what is wrong with it. */
  (proof: string | null, expected: Expected): string | null;
}

interface Expected {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  /** Thumbprint of the key that the token is bound to. */
  readonly jkt: string;
  /** Absent: none is wanted. */
  readonly nonce?: string;
}

interface Proof {
  readonly header: { readonly typ?: unknown; readonly alg?: unknown; readonly jwk?: JsonWebKey };
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

export function createDpopCheck(): DpopCheck {
  const used = new Set<string>();
  return (text, expected) => {
    if (text === null) return "no proof";
    const proof = parseProof(text);
    const jti = String(proof.claims["jti"]);
    const problem = judge(proof, expected) ?? (used.has(jti) ? "used before" : null);
    used.add(jti);
    return problem;
  };
}

function parseProof(text: string): Proof {
  const [header = "", claims = "", signature = ""] = text.split(".");
  const open = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return {
    // What a client of ours made; a test that sends something else is to fail.
    header: open(header) as Proof["header"],
    claims: open(claims) as Proof["claims"],
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

function judge({ header, claims, signed, signature }: Proof, expected: Expected): string | null {
  const { jwk } = header;
  if (header.typ !== "dpop+jwt" || header.alg !== "ES256" || jwk === undefined) return "wrong header";
  if ("d" in jwk) return "a private key";
  if (sha256(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })) !== expected.jkt) return "another key";
  const key = createPublicKey({ key: jwk, format: "jwk" });
  if (!verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, signature)) return "wrong signature";
  if (claims["htm"] !== expected.method || claims["htu"] !== expected.url) return "another request";
  if (claims["ath"] !== sha256(expected.token)) return "another token";
  if (expected.nonce !== undefined && claims["nonce"] !== expected.nonce) return "no nonce";
  const age = Date.now() / 1000 - Number(claims["iat"]);
  return Math.abs(age) < 60 ? null : "too old";
}
