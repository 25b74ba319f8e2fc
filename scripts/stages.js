import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT, run, tool } from "./run.js";

const RESULTS = join(ROOT, ".cache", "results");

/**
 * What a stage came to. A stage that is one check counts as one.
 *
 * @typedef {{ readonly name: string, readonly passed: number, readonly failed: number, readonly skipped: number, readonly names?: readonly string[] }} Result
 * `names` are those of the tests that failed, with what they said first.
 */

/** Checks that read the source: quick, and quiet unless they have something to say. */
export const STATIC = [
  { name: "format", command: () => [...tool("oxfmt"), "--check"] },
  { name: "lint", command: () => tool("oxlint") },
  // Each checker of a project reads what the others read, too: more of them than cores only cost.
  { name: "types", command: () => [...tool("typescript", "tsc"), "-b", "--checkers", "2"] },
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
  const reporters = ["--reporter=minimal", "--silent=passed-only", "--reporter=json", `--outputFile.json=${file}`];
  const chosen = projects.flatMap((project) => ["--project", project]);
  return runTests(name, [...tool("vitest"), "run", ...chosen, ...reporters], file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(isBrokenFile).length,
    skipped: report.numPendingTests + report.numTodoTests,
    names: report.testResults.flatMap((/** @type {any} */ file) => failedTests(file)),
  }));
}

/** @returns {string[]} */
function failedTests(/** @type {any} */ file) {
  const place = relative(ROOT, file.name);
  if (isBrokenFile(file)) return [`${place}: ${firstLine(file.message)}`];
  return file.assertionResults
    .filter((/** @type {any} */ one) => one.status === "failed")
    .map((/** @type {any} */ one) => `${place}: ${one.fullName}: ${firstLine(one.failureMessages[0])}`);
}

/** @returns {string[]} */
function failedScenarios(/** @type {any} */ suite) {
  const own = (suite.specs ?? []).filter((/** @type {any} */ spec) => !spec.ok);
  return [
    ...own.map((/** @type {any} */ spec) => {
      const error = spec.tests
        ?.flatMap((/** @type {any} */ one) => one.results ?? [])
        .findLast((/** @type {any} */ one) => one.error);
      return `e2e/${spec.file}: ${spec.title}: ${firstLine(error?.error?.message)}`;
    }),
    ...(suite.suites ?? []).flatMap(failedScenarios),
  ];
}

/** @param {string | undefined} text */
function firstLine(text) {
  const [line = ""] = stripVTControlCharacters(text ?? "it did not say why").split("\n");
  return line.slice(0, 300);
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
  return runTests("e2e", [...tool("playwright"), "test"], file, ({ stats, errors, suites }) => ({
    passed: stats.expected + stats.flaky, // passed when tried again; Playwright names them
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    names: suites.flatMap(failedScenarios),
  }));
}

/**
 * @param {string} name
 * @param {readonly string[]} line
 * @param {string} file Where the tool writes its JSON report.
 * @param {(report: any) => { passed: number, failed: number, skipped: number, names?: readonly string[] }} countsOf
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
