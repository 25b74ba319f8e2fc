import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureChromium } from "./chromium.js";
import { ROOT, run, tool } from "./run.js";

const RESULTS = join(ROOT, ".cache", "results");
/** Of what a failed check said, in the closing lines. */
const MOST_LINES = 10;

/**
 * What a stage came to. A stage that is one check counts as one.
 *
 * @typedef {{ readonly name: string, readonly passed: number, readonly failed: number, readonly skipped: number, readonly names?: readonly string[], readonly retried?: readonly string[] }} Result
 * `names` are those of the tests that failed, with what they said first; `retried` those that passed only when they were tried again.
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
  if (code === 0) return announce({ name, passed: 1, failed: 0, skipped: 0 }, startedAt);
  process.stdout.write(`\n${output.trimEnd()}\n`);
  const names = output.trim().split("\n").slice(0, MOST_LINES).map(firstLine);
  return announce({ name, passed: 0, failed: 1, skipped: 0, names }, startedAt);
}

/**
 * Runs a stage; one that could not even be run has failed, and the others run all the same.
 *
 * @param {string} name
 * @param {() => Promise<Result>} stage
 * @returns {Promise<Result>}
 */
export async function attempt(name, stage) {
  const startedAt = Date.now();
  try {
    return await stage();
  } catch (error) {
    const names = [`it could not be run: ${firstLine(error instanceof Error ? error.message : String(error))}`];
    return announce({ name, passed: 0, failed: 1, skipped: 0, names }, startedAt);
  }
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
    retried: report.testResults.flatMap((/** @type {any} */ file) => testsOf(file, retriedOne)),
  }));
}

const failedOne = (/** @type {any} */ one) => one.status === "failed";
const retriedOne = (/** @type {any} */ one) => one.status === "passed" && one.failureMessages?.length > 0;

/** @returns {string[]} */
function failedTests(/** @type {any} */ file) {
  if (isBrokenFile(file)) return [`${relative(ROOT, file.name)}: ${firstLine(file.message)}`];
  return testsOf(file, failedOne);
}

/**
 * @param {any} file
 * @param {(one: any) => boolean} isWanted
 * @returns {string[]}
 */
function testsOf(file, isWanted) {
  const place = relative(ROOT, file.name);
  return file.assertionResults
    .filter(isWanted)
    .map((/** @type {any} */ one) => `${place}: ${one.fullName}: ${firstLine(one.failureMessages[0])}`);
}

const failedSpec = (/** @type {any} */ spec) => !spec.ok;
const retriedSpec = (/** @type {any} */ spec) => spec.tests?.some((/** @type {any} */ one) => one.status === "flaky");

/**
 * @param {any} suite
 * @param {(spec: any) => boolean} isWanted
 * @returns {string[]}
 */
function scenariosOf(suite, isWanted) {
  const own = (suite.specs ?? []).filter(isWanted);
  return [
    ...own.map((/** @type {any} */ spec) => {
      const error = spec.tests
        ?.flatMap((/** @type {any} */ one) => one.results ?? [])
        .findLast((/** @type {any} */ one) => one.error);
      return `e2e/${spec.file}: ${spec.title}: ${firstLine(error?.error?.message)}`;
    }),
    ...(suite.suites ?? []).flatMap((/** @type {any} */ one) => scenariosOf(one, isWanted)),
  ];
}

/** @param {string | undefined} text */
function firstLine(text) {
  const [line = ""] = stripVTControlCharacters(text ?? "it did not say why").split("\n");
  return line.slice(0, 300);
}

/** A file that could not be loaded has failed without a failed test. */
function isBrokenFile(/** @type {any} */ file) {
  return file.status === "failed" && file.assertionResults.every((/** @type {any} */ one) => !failedOne(one));
}

/**
 * Runs the scenarios in a real browser, and in Electron where its binary is.
 *
 * @returns {Promise<Result>}
 * @throws {Error} What to do where there is no Chromium.
 */
export async function runPlaywright() {
  await ensureChromium();
  const file = resultFile("e2e");
  return runTests("e2e", [...tool("playwright"), "test"], file, ({ stats, errors, suites }) => ({
    passed: stats.expected + stats.flaky, // passed when tried again; Playwright names them
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    names: suites.flatMap((/** @type {any} */ suite) => scenariosOf(suite, failedSpec)),
    retried: suites.flatMap((/** @type {any} */ suite) => scenariosOf(suite, retriedSpec)),
  }));
}

/**
 * @param {string} name
 * @param {readonly string[]} line
 * @param {string} file Where the tool writes its JSON report.
 * @param {(report: any) => Omit<Result, "name">} countsOf
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
 * @param {(report: any) => Omit<Result, "name">} countsOf
 * @returns {Omit<Result, "name">}
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
 * @param {Omit<Result, "name">} counts
 * @returns {Omit<Result, "name">}
 */
export function agreed(code, counts) {
  const isSilentFailure = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  const names = [`it ended with ${code} and no test that failed: what it printed above says why`];
  return isSilentFailure ? { ...counts, failed: 1, names } : counts;
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

/**
 * The closing lines: each stage with what failed in it, and last, whatever happened, the sum.
 *
 * @param {readonly Result[]} results
 * @returns {readonly string[]}
 */
export function closing(results) {
  const lines = results.flatMap((result) => [
    `${result.failed === 0 ? "ok  " : "FAIL"} ${result.name}: ${countsLine(result)}`,
    ...(result.retried ?? []).map((name) => `     passed when tried again: ${name}`),
    ...(result.names ?? []).map((name) => `     ${name}`),
  ]);
  return [...lines, countsLine(total(results))];
}
