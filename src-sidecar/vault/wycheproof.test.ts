/** What the vault computes with, against vectors that others made: the Wycheproof project, RFCs, and the paper on GCM. */
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { expect, test } from "vitest";
import * as z from "zod";
import { decrypt, encrypt, type Suite } from "./aead.ts";
import { copyBytes } from "./key-bytes.ts";
import { drawKey } from "./member-keys.ts";
import { openPrimitives } from "./primitives.ts";

const primitives = await openPrimitives();
const { sodium } = primitives;
const bytes = z.hex().transform((digits) => copyBytes(Buffer.from(digits, "hex")));
const listOf = <Shape extends z.ZodType>(test: Shape) => z.object({ source: z.string(), tests: z.array(test).min(1) });
const aead = listOf(
  z.object({ tcId: z.int(), key: bytes, nonce: bytes, aad: bytes, msg: bytes, ct: bytes, tag: bytes }),
);
const vectors = z
  .object({
    xchacha20Poly1305: aead,
    aes256Gcm: aead,
    ed25519: listOf(z.object({ seed: bytes, publicKey: bytes, msg: bytes, sig: bytes })),
    ed25519Refused: listOf(z.object({ tcId: z.int(), publicKey: bytes, msg: bytes, sig: bytes })),
    x25519: listOf(z.object({ tcId: z.int(), public: bytes, private: bytes, shared: bytes })),
    hkdfSha256: listOf(z.object({ ikm: bytes, salt: bytes, info: bytes, okm: bytes })),
    hmacSha256: listOf(z.object({ key: bytes, data: bytes, mac: bytes })),
  })
  .parse(JSON.parse(readFileSync(new URL("testdata/primitives.json", import.meta.url), "utf8")));

const suites: readonly (readonly [Suite, z.infer<typeof aead>["tests"]])[] = [
  [1, vectors.xchacha20Poly1305.tests],
  [2, vectors.aes256Gcm.tests],
];

test.each(suites)(
  "suite %i encrypts and decrypts as others do, however the plaintext is cut in two",
  (suite, tests) => {
    for (const { tcId, key, nonce, aad, msg, ct, tag } of tests) {
      const message = { key, nonce, associatedData: aad };
      const sealed = Buffer.concat([ct, tag]);
      for (const cut of new Set([0, msg.byteLength >> 1, msg.byteLength])) {
        const parts = [msg.subarray(0, cut), msg.subarray(cut)] as const;
        expect([tcId, Buffer.concat(encrypt(sodium, suite, message, parts))]).toEqual([tcId, sealed]);
      }
      expect([tcId, Buffer.from(decrypt(sodium, suite, message, sealed) ?? [])]).toEqual([tcId, Buffer.from(msg)]);
    }
  },
);

test.each(suites)(
  "suite %i gives no plaintext when one bit of the tag, the ciphertext, the data or the nonce is another",
  (suite, tests) => {
    const flip = (source: Uint8Array, bit: number): Uint8Array => {
      const changed = Uint8Array.from(source);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return changed;
    };
    for (const { key, nonce, aad, ct, tag } of tests) {
      const message = { key, nonce, associatedData: aad };
      const sealed = Buffer.concat([ct, tag]);
      for (let bit = 0; bit < 8 * sealed.byteLength; bit += 1)
        expect(decrypt(sodium, suite, message, flip(sealed, bit))).toBeUndefined();
      for (let bit = 0; bit < 8 * nonce.byteLength; bit += 7)
        expect(decrypt(sodium, suite, { ...message, nonce: flip(nonce, bit) }, sealed)).toBeUndefined();
      for (let bit = 0; bit < 8 * aad.byteLength; bit += 1)
        expect(decrypt(sodium, suite, { ...message, associatedData: flip(aad, bit) }, sealed)).toBeUndefined();
      for (let length = 0; length < sealed.byteLength; length += 1)
        expect(decrypt(sodium, suite, message, sealed.subarray(0, length))).toBeUndefined();
    }
  },
);

test("Ed25519 signs as RFC 8032 does", () => {
  for (const { seed, publicKey, msg, sig } of vectors.ed25519.tests) {
    expect(sodium.signPublicKey(seed)).toEqual(publicKey);
    expect(sodium.sign(seed, msg)).toEqual(sig);
    expect(sodium.verify(publicKey, msg, sig)).toBe(true);
  }
});

test("Ed25519 refuses signatures that are malleable, truncated, padded or of another encoding", () => {
  for (const { tcId, publicKey, msg, sig } of vectors.ed25519Refused.tests)
    expect([tcId, sodium.verify(publicKey, msg, sig)]).toEqual([tcId, false]);
});

/** `crypto_box_seal` with a given shared secret, made with other code than the vault's. */
function sealedWith(ephemeral: Uint8Array, recipient: Uint8Array, shared: Uint8Array, message: Uint8Array): Uint8Array {
  const words = (source: Uint8Array): Uint32Array => new Uint32Array(copyBytes(source).buffer);
  const key = new Uint32Array(8);
  hsalsa(words(Buffer.from("expand 32-byte k")), words(shared), new Uint32Array(4), key);
  const nonce = blake2b(Buffer.concat([ephemeral, recipient]), { dkLen: 24 });
  return Buffer.concat([ephemeral, xsalsa20poly1305(new Uint8Array(key.buffer), nonce).encrypt(message)]);
}

test("X25519 agrees on the secrets that others do, and with a public key of low order on none", () => {
  const message = Buffer.from("a key");
  for (const { tcId, public: ephemeral, private: own, shared } of vectors.x25519.tests) {
    const recipient = sodium.boxPublicKey(own);
    const opened = sodium.openSealed(recipient, own, sealedWith(ephemeral, recipient, shared, message));
    const isLowOrder = shared.every((byte) => byte === 0);
    expect([tcId, opened && Buffer.from(opened)]).toEqual([tcId, isLowOrder ? undefined : message]);
    if (isLowOrder) expect(() => sodium.sealTo(ephemeral, drawKey(primitives), message)).toThrow("internal: ");
  }
});

test("HKDF and HMAC of this runtime are those of RFC 5869 and RFC 4231", () => {
  for (const { ikm, salt, info, okm } of vectors.hkdfSha256.tests)
    expect(copyBytes(new Uint8Array(crypto.hkdfSync("sha256", ikm, salt, info, okm.byteLength)))).toEqual(okm);
  for (const { key, data, mac } of vectors.hmacSha256.tests)
    expect(copyBytes(crypto.createHmac("sha256", key).update(data).digest())).toEqual(mac);
});
