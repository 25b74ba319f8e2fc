import { spawn } from "node:child_process";
import { closeSync, globSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { createTempHome } from "../../testkit/temp-home.ts";

/** The requirement sets that the suite holds frozen, one per revision of the protocol. */
export const REQUIREMENTS = ["2025-11-25", "2026-07-28"] as const;
export type Requirements = (typeof REQUIREMENTS)[number];

/** What the suite found in one scenario. */
export interface ScenarioReport {
  readonly name: string;
  /** Whether conforming to the revision requires it. */
  readonly isRequired: boolean;
  /** Why the suite does not score it, in its own word: `extension`, `pending`, `added-after-release`. */
  readonly unscoredBecause?: string;
  readonly passed: number;
  readonly failures: readonly { readonly check: string; readonly message: string }[];
}

/** What the suite found in all scenarios of a requirement set. */
export interface SuiteReport {
  /** A revision, or what the suite runs beside any. */
  readonly requirements: string;
  readonly scenarios: readonly ScenarioReport[];
  /** Of the suite itself: 0 when every required scenario passed. */
  readonly exitCode: number;
}

/** The suite's program, to be run with `node`. */
export const SUITE = join(import.meta.dirname, "../../node_modules/@modelcontextprotocol/conformance/dist/index.js");

/** What the suite writes for each scenario. */
export const checksSchema = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    description: z.string().optional(),
    errorMessage: z.string().optional(),
  }),
);

/**
 * Runs the server suite of `@modelcontextprotocol/conformance` against a URL on loopback that needs no key.
 *
 * @throws {Error} when the suite itself did not run.
 */
export async function runSuite(options: {
  readonly url: string;
  readonly requirements: Requirements;
  readonly signal?: AbortSignal;
}): Promise<SuiteReport> {
  const { url, requirements, signal } = options;
  using results = createTempHome();
  const args = [SUITE, "server", "--url", url, "--requirements", requirements, "--output-dir", results.path];
  // To a file: the suite ends without waiting until a pipe has taken what it wrote.
  const file = join(results.path, "output.txt");
  const output = openSync(file, "w");
  const child = spawn(process.execPath, args, { stdio: ["ignore", output, "pipe"], signal });
  closeSync(output);
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
  const [complaints, exitCode] = await Promise.all([child.stderr ? text(child.stderr) : "", exited]);
  const said = readFileSync(file, "utf8");
  const scenarios = parseOutput(said).map((scenario) => ({
    ...scenario,
    ...readChecks(results.path, scenario.name),
  }));
  if (scenarios.length === 0)
    throw new Error(`the conformance suite did not run (exit ${exitCode}): ${complaints || said}`);
  return { requirements, scenarios, exitCode };
}

/** Which scenarios ran, and which of them do not count. */
function parseOutput(output: string): readonly Pick<ScenarioReport, "name" | "isRequired" | "unscoredBecause">[] {
  const unscored = new Map(
    [...output.matchAll(/^ {2}[✓✗] (\S+) \((.+)\)$/gm)].map(([, name = "", why = ""]) => [name, why]),
  );
  return [...output.matchAll(/^=== Running scenario: (\S+) ===$/gm)].map(([, name = ""]) => {
    const unscoredBecause = unscored.get(name);
    return unscoredBecause === undefined ? { name, isRequired: true } : { name, isRequired: false, unscoredBecause };
  });
}

/** A scenario that could not even be run leaves no file: that is a failure too. */
function readChecks(directory: string, scenario: string): Pick<ScenarioReport, "passed" | "failures"> {
  // The suite appends a timestamp to the scenario's name; another scenario's name may start with this one's.
  const [file] = globSync(`server-${scenario}-[0-9][0-9][0-9][0-9]-*/checks.json`, { cwd: directory });
  if (file === undefined) return { passed: 0, failures: [{ check: scenario, message: "the scenario did not run" }] };
  const checks = checksSchema.parse(JSON.parse(readFileSync(join(directory, file), "utf8")));
  return {
    passed: checks.filter(({ status }) => status === "SUCCESS").length,
    failures: checks
      .filter(({ status }) => status === "FAILURE")
      .map(({ id, errorMessage = "" }) => ({ check: id, message: errorMessage })),
  };
}
