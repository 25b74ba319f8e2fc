import { readFileSync, writeFileSync } from "node:fs";
import { reasonFor } from "./known-failures.ts";
import type { ScenarioReport, SuiteReport } from "./suite.ts";

/** The counts of a report: of the scenarios that conforming requires, and of the others. */
export interface Counts {
  readonly required: Count;
  readonly unscored: Count;
}

interface Count {
  readonly scenarios: number;
  readonly passing: number;
  readonly checksPassed: number;
  readonly checksFailed: number;
}

export function countReport({ scenarios }: SuiteReport): Counts {
  const count = (some: readonly ScenarioReport[]): Count => ({
    scenarios: some.length,
    passing: some.filter(({ failures }) => failures.length === 0).length,
    checksPassed: some.reduce((sum, { passed }) => sum + passed, 0),
    checksFailed: some.reduce((sum, { failures }) => sum + failures.length, 0),
  });
  return {
    required: count(scenarios.filter(({ isRequired }) => isRequired)),
    unscored: count(scenarios.filter(({ isRequired }) => !isRequired)),
  };
}

/** The scenarios that fail without a reason that we know. */
export function unexplainedFailures({ scenarios }: SuiteReport): readonly ScenarioReport[] {
  return scenarios.filter(({ name, failures }) => failures.length > 0 && reasonFor(name) === undefined);
}

/** The scenarios that conforming requires and that fail for a reason that we know. */
export function requiredFailures({ scenarios }: SuiteReport): readonly ScenarioReport[] {
  return scenarios.filter(
    ({ name, isRequired, failures }) => isRequired && failures.length > 0 && reasonFor(name) !== undefined,
  );
}

/** For a terminal: every scenario with its counts, what failed, and the sums. */
export function formatReport(report: SuiteReport): string {
  const width = Math.max(...report.scenarios.map(({ name }) => name.length));
  const lines = report.scenarios.flatMap(({ name, isRequired, unscoredBecause, passed, failures }) => [
    [
      failures.length === 0 ? "✓" : "✗",
      name.padEnd(width),
      `${passed} passed, ${failures.length} failed`,
      isRequired ? "" : `(not scored: ${unscoredBecause ?? ""})`,
    ].join("  "),
    ...failures.map(({ check, message }) => `     ${check}: ${message}`),
  ]);
  return `${report.requirements}\n${lines.join("\n")}\n${summarize(report)}\n`;
}

function summarize(report: SuiteReport): string {
  const { required, unscored } = countReport(report);
  const say = ({ passing, scenarios, checksPassed, checksFailed }: Count): string =>
    `${passing} of ${scenarios} scenarios, ${checksPassed} checks passed, ${checksFailed} failed`;
  return `required: ${say(required)}\nnot scored: ${say(unscored)}`;
}

/** For `docs/CONFORMANCE.md`: one row per revision, then every failing scenario with its reason. */
export function formatMarkdown(reports: readonly SuiteReport[]): string {
  const rows = reports.map((report) => {
    const { required, unscored } = countReport(report);
    const cells = [required, unscored].flatMap((count) => [
      `${count.passing} of ${count.scenarios}`,
      `${count.checksPassed} / ${count.checksFailed}`,
    ]);
    return [report.requirements, ...cells];
  });
  const failing = groupByReason(reports).map(([reason, scenarios]) => `- ${reason}\n  ${scenarios.join(", ")}`);
  const table = formatTable(
    ["revision", "required, passing", "checks passed / failed", "not scored, passing", "checks passed / failed"],
    rows,
  );
  return [table, "", ...(failing.length === 0 ? ["Nothing fails."] : ["What fails:", "", ...failing])].join("\n");
}

/** Columns as wide as their widest cell, as the formatter wants them. */
function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Each reason for which something fails, with the scenarios that fail for it. */
function groupByReason(reports: readonly SuiteReport[]): readonly [string, readonly string[]][] {
  const failing = reports.flatMap(({ requirements, scenarios }) =>
    scenarios.filter(({ failures }) => failures.length > 0).map((scenario) => ({ ...scenario, requirements })),
  );
  const groups = Map.groupBy(failing, ({ name }) => reasonFor(name) ?? "No reason is known.");
  return [...groups].map(([reason, scenarios]) => [
    reason,
    scenarios.map(
      ({ requirements, name, isRequired, failures }) =>
        `\`${name}\` (${requirements}, ${isRequired ? "**required**" : "not scored"}, ${failures.length} failed)`,
    ),
  ]);
}

/**
 * Replaces what stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->` in a file.
 *
 * @throws {Error} when the file has no such block.
 */
export function replaceBlock(file: string, name: string, content: string): void {
  const before = readFileSync(file, "utf8");
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no block ${JSON.stringify(name)}`);
  writeFileSync(file, `${before.slice(0, from + start.length)}\n\n${content}\n\n${before.slice(to)}`);
}
