import { expect, test } from "vitest";
import { createRandomPool } from "./random-pool.ts";

test("never hands out the same portion twice, across refills", () => {
  const fill = createRandomPool();
  const seen = new Set<string>();
  for (let draw = 0; draw < 2_000; draw += 1) {
    const bytes = new Uint8Array(new ArrayBuffer(16));
    fill(bytes);
    seen.add(Buffer.from(bytes).toString("hex"));
  }
  expect(seen.size).toBe(2_000);
});

test("fills a large buffer whole", () => {
  const bytes = new Uint8Array(new ArrayBuffer(64 * 1024));
  createRandomPool()(bytes);
  // 64 KiB of random bytes hold every value; 4,096 zeros in a row would mean an unfilled part.
  expect(new Set(bytes).size).toBe(256);
  expect(bytes.subarray(-4096).some((byte) => byte !== 0)).toBe(true);
});
