import { expect, test } from "vitest";
import { strengthOf } from "./passphrase-strength.ts";

test("rates what people type by length and variety, and sees through runs and repetition", () => {
  const typed = [
    "",
    "short",
    "aaaaaaaaaaaaaaaa",
    "12345678",
    "password",
    "tr0ub4dor&3",
    "kestrel-orbit-7",
    "correct horse battery staple",
  ];
  expect(typed.map(strengthOf)).toEqual(["empty", "short", "weak", "weak", "weak", "weak", "fair", "good"]);
});
