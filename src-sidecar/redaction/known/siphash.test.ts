import { expect, test } from "vitest";
import { SipHash } from "./siphash.ts";

// The first vectors of the reference implementation (key 00..0f, message 00..n-1) whose length is even.
const VECTORS: Readonly<Record<number, string>> = {
  0: "310e0edd47db6f72",
  2: "5a4fa9d909806c0d",
  4: "b7877127e09427cf",
  6: "cee3fe586e46c9cb",
  8: "6224939a79f5f593",
};

test("gives the reference results of SipHash-2-4", () => {
  const sip = new SipHash(Uint8Array.from({ length: 16 }, (_, index) => index));
  const actual = Object.keys(VECTORS).map((length) => {
    const units = Uint16Array.from({ length: Number(length) / 2 }, (_, at) => (at * 2) | ((at * 2 + 1) << 8));
    sip.hash(units, 0, units.length);
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(sip.low, 0);
    bytes.writeUInt32LE(sip.high, 4);
    return [length, bytes.toString("hex")];
  });
  expect(Object.fromEntries(actual)).toEqual(VECTORS);
});
