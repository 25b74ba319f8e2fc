import { EXIT } from "../exit-codes.ts";
import { printLine, type Output } from "../output.ts";
import { findingOf, type Finding, type Grade } from "./finding.ts";
import { homeChecks } from "./home.ts";
import { machineChecks } from "./machine.ts";
import { organizationChecks } from "./organizations.ts";
import { portChecks } from "./ports.ts";
import { runtimeChecks } from "./runtime.ts";

export interface DoctorOptions {
  readonly home: string;
  readonly programFolder: string;
  readonly isJson: boolean;
}

const MARKS: Readonly<Record<Grade, string>> = { ok: "ok  ", warn: "warn", bad: "BAD " };

/** Looks at everything and changes nothing. @returns 1 when something stops the studio, else 0. */
export async function examine(options: DoctorOptions, output: Output): Promise<number> {
  const { home, programFolder } = options;
  const checks = [
    ...runtimeChecks(programFolder),
    ...homeChecks(home),
    ...organizationChecks(home),
    ...portChecks(home),
    ...machineChecks(programFolder),
  ];
  const findings = await Promise.all(checks.map(findingOf));
  const isHealthy = findings.every(({ grade }) => grade !== "bad");
  await printLine(output.out, options.isJson ? JSON.stringify({ isHealthy, findings }) : describe(findings));
  return isHealthy ? EXIT.done : EXIT.found;
}

function describe(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ title }) => title.length));
  return findings
    .flatMap(({ grade, title, found, mend }) => [
      `${MARKS[grade]}  ${title.padEnd(width)}  ${found}`,
      ...(mend === undefined ? [] : [`${" ".repeat(width + 8)}→ ${mend}`]),
    ])
    .join("\n");
}
