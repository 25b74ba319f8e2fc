import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { createTempHome } from "../../testkit/temp-home.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor } from "../harness/studio.ts";
import type { ClientRun } from "./client-runs.ts";
import { CLIENT_METADATA_URL, errandSchema, runErrand } from "./studio-client.ts";
import { checksSchema, SUITE, type ScenarioReport, type SuiteReport } from "./suite.ts";

const RELAY = join(import.meta.dirname, "client-relay.ts");
/** Runs of no revision: the suite takes no version for them. */
const EXTENSION = "extension";

/** Runs scenarios of the client suite one after the other, with one real studio as the client. */
export async function runClientSuite(
  runs: readonly ClientRun[],
  onReport: (run: ClientRun, report: ScenarioReport) => void,
): Promise<readonly SuiteReport[]> {
  await using client = await openStudioClient();
  const done: (readonly [ClientRun, ScenarioReport])[] = [];
  for (const run of runs) {
    const report = await runScenario(run, client.url);
    onReport(run, report);
    done.push([run, report]);
  }
  const revisions = Map.groupBy(done, ([{ revision }]) => revision);
  return [...revisions].map(([requirements, of]) => {
    const scenarios = of.map(([, report]) => report);
    const isFailing = scenarios.some(({ isRequired, failures }) => isRequired && failures.length > 0);
    return { requirements, scenarios, exitCode: isFailing ? 1 : 0 };
  });
}

/** A studio that does the errands which the relay brings. */
async function openStudioClient(): Promise<AsyncDisposable & { readonly url: string }> {
  await using stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const studio = stack.use(await startStudio(home.path, ["--agents-port", "0"]));
  const { door, close } = await connectWindow(studio.window);
  stack.defer(close);
  await door.studio.setUp(FIRST_RUN);
  const settings = await door.studio.settings();
  const allowedHosts = ["127.0.0.1", "localhost"];
  await door.studio.setSettings({ ...settings, allowedHosts, clientMetadataUrl: CLIENT_METADATA_URL });
  const http = createServer((request, response) => void receive(door, request, response)).listen(0, "127.0.0.1");
  await once(http, "listening");
  stack.defer(() => void http.close());
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  const held = stack.move();
  return { url: `http://127.0.0.1:${address.port}`, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

async function receive(door: PeopleDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await runErrand(door, errandSchema.parse(await json(request)));
    response.writeHead(200).end("done");
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error));
  }
}

async function runScenario(run: ClientRun, studio: string): Promise<ScenarioReport> {
  const { scenario, revision, unscoredBecause } = run;
  using results = createTempHome();
  const version = revision === EXTENSION ? [] : ["--spec-version", revision];
  const command = `${process.execPath} ${RELAY}`;
  const args = [SUITE, "client", "--command", command, "--scenario", scenario, ...version, "-o", results.path];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CONFORMANCE_STUDIO: studio },
  });
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>, // What Node says of the event.
  ]);
  const found = readResult(results.path);
  const isFine = code === 0 && found !== null;
  // A client that gave up although every check passed.
  const gaveUp =
    isFine || (found?.failures.length ?? 0) > 0 ? [] : [{ check: scenario, message: lastWords(complaints, output) }];
  return {
    name: scenario,
    isRequired: unscoredBecause === undefined,
    ...(unscoredBecause === undefined ? {} : { unscoredBecause }),
    passed: found?.passed ?? 0,
    failures: [...(found?.failures ?? []), ...gaveUp],
  };
}

const lastWords = (complaints: string, output: string): string =>
  /Stderr:\n([\s\S]*?)\n\n/.exec(complaints)?.[1]?.trim() ?? (complaints || output).slice(-500);

/** The suite takes a warning for a failure, as it is in a client. */
function readResult(directory: string): Pick<ScenarioReport, "passed" | "failures"> | null {
  const [file] = globSync("**/checks.json", { cwd: directory });
  if (file === undefined) return null;
  const checks = checksSchema.parse(JSON.parse(readFileSync(join(directory, file), "utf8")));
  return {
    passed: checks.filter(({ status }) => status === "SUCCESS").length,
    failures: checks
      .filter(({ status }) => status === "FAILURE" || status === "WARNING")
      .map(({ id, description = "", errorMessage = description }) => ({ check: id, message: errorMessage })),
  };
}
