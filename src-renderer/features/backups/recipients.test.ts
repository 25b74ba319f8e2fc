import { expect, test } from "vitest";
import { parseRecipients } from "./recipients.ts";

test("reads recipients by lines, spaces and commas, each once", () => {
  expect(parseRecipients(" age1abc\nage1def, age1abc ")).toEqual(["age1abc", "age1def"]);
});

test.each(["", "  ", "age1abc nobody", "AGE-SECRET-KEY-1ABC", "ssh-ed25519 AAAA", "age1abc!"])(
  "takes no recipients from %j",
  (text) => {
    expect(parseRecipients(text)).toBeNull();
  },
);

test("takes twenty and no more", () => {
  const many = Array.from({ length: 21 }, (_, index) => `age1${index}`);
  expect(parseRecipients(many.slice(1).join(" "))).toHaveLength(20);
  expect(parseRecipients(many.join(" "))).toBeNull();
});
