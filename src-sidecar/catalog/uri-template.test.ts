import { expect, test } from "vitest";
import { uriMatcher } from "./uri-template.ts";
import { processorMs } from "../../testkit/processor-time.ts";

const matches = (template: string, uri: string) => uriMatcher(template)?.(uri);

test.each([
  ["x://a/{id}", "x://a/7", true],
  ["x://a/{id}", "x://a/", false],
  ["x://a/{id}", "x://a/7/8", false],
  ["x://a/{id}", "x://a/7?q=1", false],
  ["x://a/{id}/data", "x://a/7/data", true],
  ["x://a/{id}/data", "x://a/7/8/data", false],
  ["x://{a}-{b}", "x://1-2-3", true],
  ["x://{a}{b}", "x://12", true],
  ["x://{a}{b}", "x://1", false],
  ["x://{+path}", "x://a/b/c", true],
  ["x://{+a}x{b}y", "x://1x/2x3y", true],
  ["x://a{/path*}", "x://a", true],
  ["x://a{/path*}", "x://a/b/c", true],
  ["x://a{?q,r}", "x://a?q=1&r=2", true],
  ["x://a{?q}", "x://b?q=1", false],
  ["x://a", "x://a", true],
  ["x://a", "x://ab", false],
  ["{+all}", "anything://at/all", true],
])("%s and %s: %s", (template, uri, is) => {
  expect(matches(template, uri)).toBe(is);
});

test.each(["x://{", "x://}", "x://{a", "x://{a{b}}"])("%s is no template", (template) => {
  expect(uriMatcher(template)).toBeNull();
});

test("takes no longer for a template that is made to be slow", () => {
  const template = `x://${"{+a}x".repeat(200)}`;
  const ms = processorMs(() => expect(matches(template, `x://${"x".repeat(2_000)}y`)).toBe(false));
  expect(ms).toBeLessThan(3_000);
});
