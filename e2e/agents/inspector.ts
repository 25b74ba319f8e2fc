import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { createTempHome, type TempHome } from "../../testkit/temp-home.ts";
import { readResult, type Agent, type Door } from "./agent.ts";

const LAUNCHER = join(
  import.meta.dirname,
  "../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
);

const toolSchema = z.object({ name: z.string(), description: z.string().optional(), inputSchema: z.unknown() });
const listSchema = z.object({ result: z.object({ tools: z.array(toolSchema) }) });
const callSchema = z.object({ result: z.looseObject({}) });

/** The Inspector ended with something other than success. */
class InspectorError extends Error {
  /** 1 usage, 3 the door refused the key, 4 nobody there, 5 there is no such tool. */
  readonly exitCode: number;
  constructor(exitCode: number, complaint: string) {
    super(`mcp-inspector ended with ${exitCode}: ${complaint}`);
    this.exitCode = exitCode;
  }
}

/**
 * Drives the command line of the MCP Inspector: a process of its own, hence a connection of its own, for every request.
 *
 * It reports no progress.
 */
export async function connectInspector(door: Door, era: Agent["era"] = "legacy"): Promise<Agent> {
  // It writes to its home; nothing of the real one may show or be touched.
  const home = createTempHome();
  const run = (request: readonly string[], signal?: AbortSignal): Promise<unknown> =>
    runInspector({ args: lineOf(door, era, request), home, ...(signal ? { signal } : {}) });
  const close = async (): Promise<void> => home[Symbol.dispose]();
  return {
    era,
    listTools: async () => listSchema.parse(await run(["--method", "tools/list"])).result.tools,
    async callTool(name, input = {}, { signal } = {}) {
      const request = ["--method", "tools/call", "--tool-name", name, "--tool-args-json", JSON.stringify(input)];
      return readResult(callSchema.parse(await run(request, signal)).result);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function lineOf(door: Door, era: Agent["era"], request: readonly string[]): readonly string[] {
  const options = [...request, "--format", "json", "--protocol-era", era, "--stored-auth-only"];
  if (door.kind === "http")
    return [door.url, "--transport", "http", "--header", `Authorization: Bearer ${door.key}`, ...options];
  const variables = Object.entries(door.env ?? {}).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  return [...variables, ...options, "--", door.command, ...door.args];
}

async function runInspector(run: {
  readonly args: readonly string[];
  readonly home: TempHome;
  readonly signal?: AbortSignal;
}): Promise<unknown> {
  const env = { PATH: process.env["PATH"], HOME: run.home.path, USERPROFILE: run.home.path, NO_COLOR: "1" };
  const child = spawn(process.execPath, [LAUNCHER, "--cli", ...run.args], {
    env,
    cwd: run.home.path,
    stdio: ["ignore", "pipe", "pipe"],
    ...(run.signal ? { signal: run.signal } : {}),
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
  const [output, complaint, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  // A tool's own error is 5 too, but with the result on stdout.
  if (exitCode !== 0 && !(exitCode === 5 && output.trim() !== ""))
    throw new InspectorError(exitCode, complaint || output);
  return JSON.parse(output);
}
