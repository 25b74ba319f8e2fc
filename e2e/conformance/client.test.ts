import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { CLIENT_RUNS } from "./client-runs.ts";
import { runClientSuite } from "./client-suite.ts";
import { unexplainedFailures } from "./report.ts";
import { SUITE } from "./suite.ts";

const SLOW = 240_000; // A studio starts, and the suite for each scenario.

/** Discovery, a lie that has to be noticed, a token that is bound to a key, and something that is not offered. */
const SAMPLE = ["auth/metadata-var2", "auth/iss-wrong-issuer", "auth/dpop-nonce", "auth/wif-jwt-bearer"];

test("a studio connects an account as the suite wants it, and fails where it does not", { timeout: SLOW }, async () => {
  const runs = CLIENT_RUNS.filter(({ scenario, revision }) => SAMPLE.includes(scenario) && revision !== "2025-11-25");
  const reports = await runClientSuite(runs, () => undefined);
  const scenarios = reports.flatMap((report) => report.scenarios);
  const failing = scenarios.filter(({ failures }) => failures.length > 0).map(({ name }) => name);
  expect(scenarios).toHaveLength(SAMPLE.length);
  expect(failing).toEqual(["auth/wif-jwt-bearer"]);
  expect(reports.flatMap(unexplainedFailures)).toEqual([]);
  expect(Math.min(...scenarios.map(({ passed }) => passed))).toBeGreaterThan(5);
});

test("every scenario that the suite has for clients runs, under every revision of the protocol that is in use", () => {
  const listed = execFileSync(process.execPath, [SUITE, "list", "--client"], { encoding: "utf8" });
  const all = [...listed.matchAll(/^ {2}- (\S+) \[(.+)\]$/gm)].flatMap(([, scenario = "", revisions = ""]) =>
    revisions.split(",").map((revision) => `${revision} ${scenario}`),
  );
  const meant = all.filter((run) => !run.startsWith("2025-06-18") && !run.includes("sep-2640"));
  expect(CLIENT_RUNS.map(({ scenario, revision }) => `${revision} ${scenario}`).sort()).toEqual(meant.sort());
  expect(meant.filter((run) => run.includes(" auth/"))).toHaveLength(47);
});
