import { expect, it } from "vitest";
import { leadArgument } from "./lead-argument.ts";

it("names the argument that tells most, whole, and none where none fits into a sentence", () => {
  expect(leadArgument({ content: "x", path: "/srv/a" })).toEqual({ name: "path", value: "/srv/a" });
  expect(leadArgument({ a: 1, b: 2 })).toBeNull();
  expect(leadArgument({ path: "/srv/a\n/etc/b" })).toBeNull();
  expect(leadArgument({ url: `https://example.com/${"a".repeat(200)}` })).toBeNull();
  expect(leadArgument(JSON.parse('{"__proto__": {"path": "/etc"}}'))).toBeNull();
});
