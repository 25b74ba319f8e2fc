import { expect, test } from "vitest";
import { BOX_OVERHEAD, openBox, sealBox } from "./committed-box.ts";
import { VaultError } from "./errors.ts";
import { openPrimitives } from "./primitives.ts";

const primitives = await openPrimitives();
const NO_HEAD = new Uint8Array();

test.each([1, 2] as const)(
  "a box of suite %i of any other length is damaged, before anything is derived from it",
  (suite) => {
    const key = { suite, inputKey: new Uint8Array(32).fill(1), contextHash: new Uint8Array(32).fill(2) };
    const box = sealBox(primitives, key, NO_HEAD, new Uint8Array(70));
    expect(box.byteLength).toBe(BOX_OVERHEAD + 128);
    expect(openBox(primitives, key, box)).toEqual(new Uint8Array(70));
    for (let length = 0; length < box.byteLength; length += 1) {
      const cut = box.subarray(0, length);
      // One length in between looks like a smaller box, and its tag is what gives it away.
      expect(() => openBox(primitives, key, cut)).toThrow(new VaultError("envelope_damaged"));
    }
  },
);

test("two boxes of one plaintext under one key share neither salt nor commitment nor ciphertext", () => {
  const key = { suite: 1, inputKey: new Uint8Array(32), contextHash: new Uint8Array(32) } as const;
  const [a, b] = [1, 2].map(() => Buffer.from(sealBox(primitives, key, NO_HEAD, new Uint8Array(5))));
  const parts = (box = Buffer.alloc(0)): readonly string[] =>
    [box.subarray(0, 32), box.subarray(32, 64), box.subarray(64)].map((part) => part.toString("hex"));
  expect(new Set([...parts(a), ...parts(b)]).size).toBe(6);
});
