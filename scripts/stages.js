import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, tool } from "./run.js";

const RESULTS = join(ROOT, ".cache", "results");

/**
 * What a stage came to. A stage that is one check counts as one.
 *
 * @typedef {{ readonly name: string, readonly passed: number, readonly failed: number, readonly skipped: number }} Result
 */

/** Checks that read the source: quick, and quiet unless they have something to say. */
export const STATIC = [
  { name: "format", command: () => [...tool("oxfmt"), "--check"] },
  { name: "lint", command: () => tool("oxlint") },
  { name: "types", command: () => [...tool("typescript", "tsc"), "-b"] },
  { name: "dead code", command: () => [...tool("knip"), "--no-progress"] },
];

/**
 * @param {{ name: string, command: () => readonly string[] }} stage
 * @returns {Promise<Result>}
 */
export async function runStatic({ name, command }) {
  const startedAt = Date.now();
  const [node = process.execPath, ...args] = command();
  const { code, output } = await run(node, args, { stdio: ["ignore", "pipe", "pipe"] });
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n`);
  return announce({ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, startedAt);
}

/**
 * Runs vitest projects. A run that reports no test at all has failed.
 *
 * @param {string} name
 * @param {readonly string[]} projects
 * @returns {Promise<Result>}
 */
export async function runVitest(name, projects) {
  const file = resultFile(name);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const chosen = projects.flatMap((project) => ["--project", project]);
  return runTests(name, [...tool("vitest"), "run", ...chosen, ...reporters], file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(isBrokenFile).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

/** A file that could not be loaded has failed without a failed test. */
function isBrokenFile(/** @type {any} */ file) {
  return file.status === "failed" && file.assertionResults.every((/** @type {any} */ one) => one.status !== "failed");
}

/**
 * Runs the scenarios in a real browser, and in Electron where its binary is.
 *
 * @returns {Promise<Result>}
 */
export async function runPlaywright() {
  const file = resultFile("e2e");
  return runTests("e2e", [...tool("playwright"), "test"], file, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky, // passed when tried again; Playwright names them
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }));
}

/**
 * @param {string} name
 * @param {readonly string[]} line
 * @param {string} file Where the tool writes its JSON report.
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} countsOf
 * @returns {Promise<Result>}
 */
async function runTests(name, [node = process.execPath, ...args], file, countsOf) {
  const startedAt = Date.now();
  rmSync(file, { force: true });
  const env = { ...process.env, GATEHOUSE_E2E_REPORT: file };
  const { code } = await run(node, args, { env });
  return announce({ name, ...agreed(code, readCounts(file, countsOf)) }, startedAt);
}

/**
 * @param {string} file
 * @param {(report: any) => { passed: number, failed: number, skipped: number }} countsOf
 */
function readCounts(file, countsOf) {
  try {
    return countsOf(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // No report, or one cut short: the tool died, and `agreed` counts that as a failure.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * Trusts neither the exit code nor the report alone: an error outside any test, or no test at all, is a failure.
 *
 * @param {number} code
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export function agreed(code, counts) {
  const isSilentFailure = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return isSilentFailure ? { ...counts, failed: 1 } : counts;
}

/** @param {string} name */
function resultFile(name) {
  mkdirSync(RESULTS, { recursive: true });
  return join(RESULTS, `${name}.json`);
}

/**
 * @param {Result} result
 * @param {number} startedAt
 * @returns {Result}
 */
function announce(result, startedAt) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${result.failed === 0 ? "ok  " : "FAIL"} ${result.name}: ${countsLine(result)} (${seconds} s)`);
  return result;
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** @param {readonly Result[]} results */
export function total(results) {
  const sum = (/** @type {(result: Result) => number} */ of) => results.reduce((all, result) => all + of(result), 0);
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), skipped: sum((one) => one.skipped) };
}
