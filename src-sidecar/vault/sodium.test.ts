import crypto from "node:crypto";
import wrappers from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { rawSodium } from "./sodium-arena.ts";
import { openSodium } from "./sodium.ts";

const sodium = await openSodium();
await wrappers.ready;
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const random = (length: number): Uint8Array => crypto.randomFillSync(new Uint8Array(new ArrayBuffer(length)));

test("XChaCha20-Poly1305 gives libsodium's own bytes, for messages small and larger than the scratch memory", () => {
  for (const length of [0, 1, 64, 5_000, 100_000]) {
    const message = { key: random(32), nonce: random(24), associatedData: random(32) };
    const plaintext = random(length);
    const ours = sodium.encryptXChaCha(message, [plaintext.subarray(0, 3), plaintext.subarray(3)]);
    const theirs = wrappers.crypto_aead_xchacha20poly1305_ietf_encrypt(
      ...([plaintext, message.associatedData, null, message.nonce, message.key] as const),
    );
    expect(Buffer.compare(ours, theirs)).toBe(0);
    expect(sodium.decryptXChaCha(message, ours)).toEqual(plaintext);
    expect(sodium.decryptXChaCha({ ...message, associatedData: bytes(32, 0) }, ours)).toBeUndefined();
  }
});

test("a sealed box is crypto_box_seal's in both directions", () => {
  const privateKey = random(32);
  const publicKey = sodium.boxPublicKey(privateKey);
  const message = random(64);
  const ours = sodium.sealTo(publicKey, random(32), message);
  expect(wrappers.crypto_box_seal_open(ours, publicKey, privateKey)).toEqual(message);
  expect(sodium.openSealed(publicKey, privateKey, wrappers.crypto_box_seal(message, publicKey))).toEqual(message);
  expect(sodium.openSealed(publicKey, random(32), ours)).toBeUndefined();
  expect(sodium.openSealed(publicKey, privateKey, ours.subarray(0, 47))).toBeUndefined();
});

test("signatures are Ed25519 as Node knows it", () => {
  const seed = random(32);
  const publicKey = sodium.signPublicKey(seed);
  const message = random(300);
  const signature = sodium.sign(seed, message);
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]);
  const key = crypto.createPublicKey({ key: spki, format: "der", type: "spki" });
  expect(crypto.verify(null, message, key, signature)).toBe(true);
  expect(sodium.verify(publicKey, message, signature)).toBe(true);
  expect(sodium.verify(publicKey, message.subarray(1), signature)).toBe(false);
  expect(sodium.verify(publicKey.subarray(1), message, signature)).toBe(false);
  expect(sodium.verify(publicKey, message, signature.subarray(1))).toBe(false);
});

test("no key, seed or plaintext stays in the WASM heap after a call, nor after one that failed", async () => {
  const key = random(32);
  const plaintext = random(200);
  const large = random(50_000);
  const message = { key, nonce: random(24), associatedData: random(32) };
  const sealed = sodium.encryptXChaCha(message, [plaintext, bytes(1, 0x80)]);
  sodium.decryptXChaCha(message, sealed);
  sodium.decryptXChaCha(message, bytes(200, 1));
  sodium.decryptXChaCha(message, sodium.encryptXChaCha(message, [large, bytes(1, 0x80)]));
  sodium.openSealed(sodium.boxPublicKey(key), key, sodium.sealTo(sodium.boxPublicKey(key), key, plaintext));
  sodium.sign(key, plaintext);
  const heap = Buffer.from((await rawSodium()).HEAPU8);
  const isLeft = (secret: Uint8Array): boolean => heap.includes(Buffer.from(secret.subarray(0, 64)));
  const left = { key: isLeft(key), plaintext: isLeft(plaintext), large: isLeft(large) };
  expect(left).toEqual({ key: false, plaintext: false, large: false });
});

test("what a call gives back lies in a buffer of its own", () => {
  const results = [
    sodium.boxPublicKey(random(32)),
    sodium.sign(random(32), random(10)),
    sodium.encryptXChaCha({ key: random(32), nonce: random(24), associatedData: random(0) }, [random(8), random(8)]),
  ];
  for (const result of results) expect(result.buffer.byteLength).toBe(result.byteLength);
});
