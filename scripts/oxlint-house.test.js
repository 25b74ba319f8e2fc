import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import house from "./oxlint-house.js";
import { ROOT, tool } from "./run.js";

// A whole directive in this file would be read as one of its own.
const oxlint = "oxlint-";

/** One fault for each rule, as a file of a house of its own. */
const FAULTS = {
  rooms: ["src-sidecar/vault/a.ts", `import { x } from "../policy/index.ts";\nx();\n`],
  makers: ["src-sidecar/calls/b.ts", `declare const secret: { reveal(): void };\nsecret.reveal();\n`],
  documented: ["src-contract/c.ts", `export const undocumented = 1;\n`],
  state: ["src-sidecar/policy/d.ts", `export let mutable = 1;\n`],
  casts: ["src-sidecar/policy/e.ts", `declare const text: unknown;\nexport const x = text as string;\n`],
  exceptions: ["src-sidecar/policy/f.ts", `// ${oxlint}disable-next-line no-console\nconsole.log(1);\n`],
};

test("every rule of the house is switched on and fires in the linter itself", { timeout: 30_000 }, () => {
  const config = readFileSync(join(ROOT, ".oxlintrc.json"), "utf8");
  for (const rule of Object.keys(house.rules)) expect(config).toContain(`"house/${rule}": "error"`);

  const found = lint(Object.values(FAULTS));

  expect(found).toEqual(
    Object.entries(FAULTS)
      .map(([rule, [file]]) => `${file} house(${rule})`)
      .sort(),
  );
});

test("the house's rules have nothing to say about a sound file", { timeout: 30_000 }, () => {
  const sound = `import { x } from "../base/clock.ts";\n\n/** Opens a vault. */\nexport const openVault = () => x;\n`;

  expect(lint([["src-sidecar/vault/open.ts", sound]])).toEqual([]);
});

/**
 * @param {string[][]} files Path and text of each.
 * @returns {string[]} What the house's rules found.
 */
function lint(files) {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-lint-"));
  try {
    for (const [path = "", text = ""] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [node, linter] = tool("oxlint");
    const config = join(ROOT, ".oxlintrc.json");
    const { stdout } = spawnSync(node, [linter, "--config", config, "--format", "json"], { cwd: folder });
    return JSON.parse(stdout.toString())
      .diagnostics.filter((/** @type {any} */ one) => one.code.startsWith("house("))
      .map((/** @type {any} */ one) => `${one.filename} ${one.code}`)
      .sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
