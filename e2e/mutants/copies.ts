import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutant } from "./guards.ts";

const ROOT = join(import.meta.dirname, "../..");
const VAULT = "src-sidecar/vault";
/** What the vault's tests need; nothing is ever changed in the tree itself, where others may be at work. */
const PARTS = [
  "src-contract",
  "src-sidecar/base",
  VAULT,
  "testkit",
  "package.json",
  "tsconfig.base.json",
  "scripts",
  "vitest.config.ts",
];

/** `noticed`: a test failed. `lived`: none did. `stale`: the guard's text is not in the file exactly once. */
export type Outcome = "noticed" | "lived" | "stale";

/** A copy of the vault that one mutant at a time is tried in. */
export interface Copy {
  passes(): Promise<boolean>;
  try(mutant: Mutant): Promise<Outcome>;
}

/** Copies of the vault in a temporary folder, removed when done. */
export function createCopies(count: number): Disposable & { readonly all: readonly Copy[] } {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-mutants-"));
  const all = Array.from({ length: count }, (_, index) => createCopy(join(folder, String(index))));
  return { all, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function createCopy(root: string): Copy {
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  const passes = (tests: readonly string[]): Promise<boolean> =>
    runTests(
      root,
      tests.map((name) => join(VAULT, name)),
    );
  return {
    passes: async () => (await passes([""])) || (await passes([""])), // once more, should the machine have been busy
    try: async ({ file, guard, without, tests }) => {
      const path = join(root, VAULT, file);
      const source = readFileSync(path, "utf8");
      if (source.split(guard).length !== 2) return "stale";
      writeFileSync(
        path,
        source.replace(guard, () => without),
      );
      try {
        // Its own tests first: most mutants end there, within a second.
        const isNoticed = !(await passes(tests)) || !(await passes([""]));
        return isNoticed ? "noticed" : "lived";
      } finally {
        writeFileSync(path, source);
      }
    },
  };
}

function runTests(root: string, tests: readonly string[]): Promise<boolean> {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const options = ["--bail=1", "--retry=0", "--maxWorkers=1", "--reporter=dot"];
  const args = [vitest, "run", "--project", "unit", ...options, ...tests];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore", timeout: 300_000 });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}
