import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { citedPromises, PROMISES } from "../testkit/promises.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const tests = ["src-*/**/*.test.{ts,tsx}", "testkit/**/*.test.ts", "e2e/**/*.{test,e2e}.ts", "scripts/**/*.test.js"];
// The registry's own test and this one speak of ids without proving them.
const apart = new Set(["testkit/promises.test.ts", "e2e/promises.test.ts"]);

test("every promise of the threat model is cited by a test", () => {
  const files = globSync(tests, { cwd: root }).filter((file) => !apart.has(file.replaceAll("\\", "/")));
  const cited = new Set(files.flatMap((file) => citedPromises(read(file))));
  expect(Object.keys(PROMISES).filter((id) => !cited.has(id))).toEqual([]);
});

test("the threat model explains every promise, and promises nothing else", () => {
  const areas = new Set(Object.keys(PROMISES).map((id) => id.slice(0, id.indexOf(":"))));
  const words = [...read("docs/THREAT-MODEL.md").matchAll(/`([a-z]+):([a-z-]+)`/g)];
  const explained = words.filter(([, area = ""]) => areas.has(area)).map(([, area, rest]) => `${area}:${rest}`);
  expect([...new Set(explained)].sort()).toEqual(Object.keys(PROMISES).sort());
});
