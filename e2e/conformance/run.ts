import { join } from "node:path";
import { parseArgs } from "node:util";
import { CLIENT_RUNS } from "./client-runs.ts";
import { runClientSuite } from "./client-suite.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { startHeaderProxy } from "./header-proxy.ts";
import { openStudioTarget } from "./studio-target.ts";
import { formatMarkdown, formatReport, replaceBlock, requiredFailures, unexplainedFailures } from "./report.ts";
import { REQUIREMENTS, runSuite, type SuiteReport } from "./suite.ts";

const USAGE = `usage: npm run conformance -- [--direct | --client | --url URL --key KEY] [--requirements REVISION]... [--scenario NAME]... [--no-write]

  (nothing)        test the agents' door of a studio that this starts, with the fixture behind it; then --client
  --client         test a studio as the client of the suite's servers and authorization servers
  --direct         test the fixture itself, without a studio in front of it
  --url, --key     test an agents' door that already has the fixture behind it, under plain tool names and with every tool Read-only
  --requirements   ${REQUIREMENTS.join(" or ")}; both if not given
  --scenario       with --client: only the runs of this scenario; the document is left as it is
  --no-write       do not update docs/CONFORMANCE.md

Exit: 0 when every failure has a known reason, 1 when one has none, 2 for wrong usage. Required scenarios that fail are named.
`;

const DOCUMENT = join(import.meta.dirname, "../../docs/CONFORMANCE.md");

/** What is tested: a URL that needs no key, and the block of the document that its results belong in. */
interface Target extends AsyncDisposable {
  readonly url: string;
  readonly block: "door" | "fixture";
}

interface Choice {
  readonly direct: boolean;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}

async function openTarget({ direct, url, key }: Choice): Promise<Target | undefined> {
  if (direct) return { ...(await startFixtureServer()), block: "fixture" };
  if (url === undefined && key === undefined) return { ...(await openStudioTarget()), block: "door" };
  if (url === undefined || key === undefined) return undefined;
  const proxy = await startHeaderProxy({ target: new URL(url), headers: { authorization: `Bearer ${key}` } });
  return { ...proxy, block: "door" };
}

interface Options extends Choice {
  readonly client: boolean;
  readonly requirements: readonly string[];
  readonly scenario: readonly string[];
  readonly write: boolean;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      direct: { type: "boolean", default: false },
      client: { type: "boolean", default: false },
      url: { type: "string" },
      key: { type: "string" },
      requirements: { type: "string", multiple: true, default: [...REQUIREMENTS] },
      scenario: { type: "string", multiple: true, default: [] },
      write: { type: "boolean", default: true },
    },
    allowNegative: true,
  });
  return values;
}

/** Undefined: the options do not fit together. */
async function testDoor(options: Options): Promise<readonly SuiteReport[] | undefined> {
  const revisions = REQUIREMENTS.filter((revision) => options.requirements.includes(revision));
  await using target = await openTarget(options);
  if (target === undefined || revisions.length === 0) return undefined;
  const reports: SuiteReport[] = [];
  for (const requirements of revisions) {
    const report = await runSuite({ url: target.url, requirements });
    reports.push(report);
    process.stdout.write(`${formatReport(report)}\n`);
  }
  // A part of the revisions would replace what is known of the others.
  if (options.write && revisions.length === REQUIREMENTS.length)
    replaceBlock(DOCUMENT, target.block, formatMarkdown(reports));
  return reports;
}

async function testClient({ scenario, write }: Options): Promise<readonly SuiteReport[]> {
  const runs = CLIENT_RUNS.filter((run) => scenario.length === 0 || scenario.includes(run.scenario));
  const reports = await runClientSuite(runs, ({ revision }, { name, failures }) => {
    process.stdout.write(`${failures.length === 0 ? "✓" : "✗"}  ${revision}  ${name}\n`);
  });
  for (const report of reports) process.stdout.write(`\n${formatReport(report)}\n`);
  if (write && scenario.length === 0) replaceBlock(DOCUMENT, "client", formatMarkdown(reports));
  return reports;
}

async function main(): Promise<number> {
  const options = parseOptions();
  const isOnlyDoor = options.direct || options.url !== undefined;
  const door = options.client ? [] : await testDoor(options);
  if (door === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const reports = [...door, ...(isOnlyDoor ? [] : await testClient(options))];
  const unexplained = reports.flatMap(unexplainedFailures).map(({ name }) => name);
  if (unexplained.length > 0) process.stderr.write(`failing without a known reason: ${unexplained.join(", ")}\n`);
  const required = [...new Set(reports.flatMap(requiredFailures).map(({ name }) => name))];
  if (required.length > 0) process.stderr.write(`required, and failing for a known reason: ${required.join(", ")}\n`);
  return unexplained.length > 0 ? 1 : 0;
}

process.exitCode = await main();
