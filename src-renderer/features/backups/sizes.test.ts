import { expect, test } from "vitest";
import { sizeWords } from "./sizes.ts";

test("says a size as a person would", () => {
  expect([0, 1, 999, 1000, 123_456, 5_000_000, 7e9, 7e12].map(sizeWords)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1 kB",
    "123 kB",
    "5 MB",
    "7 GB",
    "7,000 GB",
  ]);
});
