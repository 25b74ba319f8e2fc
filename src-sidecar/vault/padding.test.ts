import crypto from "node:crypto";
import { expect, test } from "vitest";
import { encrypt } from "./aead.ts";
import { openBox } from "./committed-box.ts";
import { VaultError } from "./errors.ts";
import { paddingAfter, unpaddedLength } from "./padding.ts";
import { openPrimitives } from "./primitives.ts";

const primitives = await openPrimitives();
const padded = (...bytes: readonly number[]): Uint8Array => {
  const block = new Uint8Array(64).fill(0x61);
  block.set(bytes, 64 - bytes.length);
  return block;
};
const WRONG = [padded(), padded(0x80, 0x01), padded(0x81, 0), new Uint8Array(64), padded(0x7f)];

test("padding ends where its mark is, and what has none is refused", () => {
  for (let length = 0; length <= 200; length += 1) {
    const whole = Buffer.concat([Buffer.alloc(length, 0x80), paddingAfter(length)]);
    expect([length, unpaddedLength(whole)]).toEqual([length, length]);
  }
  for (const block of [...WRONG, new Uint8Array(), new Uint8Array(63).fill(0x80)])
    expect(unpaddedLength(block)).toBeUndefined();
});

test.each([1, 2] as const)("a box of suite %i whose padding is wrong is damaged, though its key made it", (suite) => {
  const key = { suite, inputKey: new Uint8Array(32).fill(1), contextHash: new Uint8Array(32).fill(2) };
  const salt = new Uint8Array(32).fill(3);
  const nonceEnd = suite === 1 ? 56 : 44;
  const okm = new Uint8Array(crypto.hkdfSync("sha256", key.inputKey, salt, key.contextHash, nonceEnd + 32));
  const message = { key: okm.subarray(0, 32), nonce: okm.subarray(32, nonceEnd), associatedData: key.contextHash };
  const boxOf = (block: Uint8Array): Uint8Array =>
    Buffer.concat([
      salt,
      okm.subarray(nonceEnd),
      ...encrypt(primitives.sodium, suite, message, [block, new Uint8Array()]),
    ]);
  expect(openBox(primitives, key, boxOf(padded(0x80)))).toEqual(new Uint8Array(63).fill(0x61));
  for (const block of WRONG)
    expect(() => openBox(primitives, key, boxOf(block))).toThrow(new VaultError("envelope_damaged"));
});
