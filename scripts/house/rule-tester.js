import { RuleTester } from "oxlint/plugins-dev";
import { describe, it } from "vitest";

RuleTester.describe = describe;
RuleTester.it = it;

/**
 * Runs one rule over snippets: each clause is seen to fire, and seen not to.
 *
 * @param {string} name
 * @param {any} rule
 * @param {{ allowed: [string, string][], refused: [string, string, (string | RegExp)?][] }} cases Each is [file, code], a refused one
 *   may add what the message says; it is reported once.
 */
export function testRule(name, rule, { allowed, refused }) {
  const tester = new RuleTester({ cwd: "/house" });
  const title = (/** @type {string} */ file, /** @type {string} */ code) =>
    `${file}: ${code.trim().split("\n").join(" ⏎ ")}`;
  tester.run(name, rule, {
    valid: allowed.map(([filename, code]) => ({ name: title(filename, code), filename, code })),
    invalid: refused.map(([filename, code, message]) => ({
      name: title(filename, code),
      filename,
      code,
      errors: message === undefined ? 1 : [{ message }],
    })),
  });
}
