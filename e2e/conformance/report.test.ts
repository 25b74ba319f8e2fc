import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTempHome } from "../../testkit/temp-home.ts";
import { formatMarkdown, formatReport, replaceBlock, unexplainedFailures } from "./report.ts";
import type { SuiteReport } from "./suite.ts";

const report: SuiteReport = {
  requirements: "2026-07-28",
  exitCode: 1,
  scenarios: [
    { name: "tools-list", isRequired: true, passed: 3, failures: [] },
    { name: "caching", isRequired: true, passed: 1, failures: [{ check: "ttl", message: "no ttlMs" }] },
    {
      name: "tasks-lifecycle",
      isRequired: false,
      unscoredBecause: "extension",
      passed: 0,
      failures: [{ check: "task", message: "none" }],
    },
  ],
};

test("only a failure with a recorded reason is explained", () => {
  expect(unexplainedFailures(report).map(({ name }) => name)).toEqual(["caching"]);
});

test("says for a terminal what ran, what failed and why it does not count", () => {
  expect(formatReport(report)).toBe(
    `2026-07-28
✓  tools-list       3 passed, 0 failed  
✗  caching          1 passed, 1 failed  
     ttl: no ttlMs
✗  tasks-lifecycle  0 passed, 1 failed  (not scored: extension)
     task: none
required: 1 of 2 scenarios, 4 checks passed, 1 failed
not scored: 0 of 1 scenarios, 0 checks passed, 1 failed
`,
  );
});

test("names every failure in the document, with its reason or without", () => {
  const markdown = formatMarkdown([report]);
  expect(markdown).toContain("| 2026-07-28 | 1 of 2            | 4 / 1                  |");
  expect(markdown).toContain("No reason is known.\n  `caching` (2026-07-28, **required**, 1 failed)");
  expect(markdown).toContain("`tasks-lifecycle` (2026-07-28, not scored, 1 failed)");
});

test("replaces one block of a file and nothing else, and refuses a file without it", () => {
  using home = createTempHome();
  const file = join(home.path, "page.md");
  writeFileSync(
    file,
    "a\n<!-- generated: x -->\nold\n<!-- end: x -->\nb\n<!-- generated: y -->\nkept\n<!-- end: y -->\n",
  );
  replaceBlock(file, "x", "new");
  expect(readFileSync(file, "utf8")).toBe(
    "a\n<!-- generated: x -->\n\nnew\n\n<!-- end: x -->\nb\n<!-- generated: y -->\nkept\n<!-- end: y -->\n",
  );
  expect(() => replaceBlock(file, "z", "new")).toThrow('no block "z"');
});
