import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectWindow, FIRST_RUN, startStudio } from "../e2e/harness/studio.ts";
import { freePort } from "../testkit/free-port.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import type { Endpoint } from "./mcp-load.ts";

const ROOT = join(import.meta.dirname, "..");
const UPSTREAM = join(import.meta.dirname, "upstream.ts");
const START_MS = 20_000;

/** A peer that runs, and the processes whose memory counts as its own. */
export interface Peer extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly pids: readonly number[];
}

/** The floor that nothing which uses `node:http` can go below. */
export async function bareEcho(): Promise<Peer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-echo.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string }; // Printed by bare-echo.ts.
  return peerOf(child, { name: "bare node:http", url, tool: "echo", headers: {} });
}

/** Gatehouse with policy, redaction and audit on; the tool is Read-only, so no person is asked. */
export async function gatehouse(): Promise<Peer> {
  const stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const studio = stack.use(await startStudio(home.path, ["--agents-port", "0"]));
  const window = await connectWindow(studio.window);
  const { door } = window;
  const { memberId } = await door.studio.setUp(FIRST_RUN);
  const { id } = await door.connectors.create({
    name: "Echo",
    config: { kind: "mcp-stdio", command: process.execPath, args: [UPSTREAM], env: [] },
  });
  await door.connectors.test({ id });
  const { toolList } = await door.connectors.get({ id });
  const flow = { readsOutside: false, sendsOut: false };
  for (const tool of toolList)
    await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only", flow });
  const policy = await door.policies.create({
    name: "Bench",
    trustLevel: "supervised",
    nameForm: "plain",
    grants: [{ connectorId: id, tools: "all" }],
  });
  const { key } = await door.keys.create({ name: "bench", policyId: policy.id, memberId });
  window.close();
  const endpoint = { name: "gatehouse", url: studio.agents, tool: "echo", headers: { authorization: `Bearer ${key}` } };
  return { endpoint, pids: [studio.host.pid ?? 0], [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Serves both transports; checks nothing. */
export async function mcpProxy(): Promise<Peer> {
  const port = await freePort();
  const child = quiet([
    join(ROOT, "node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs"),
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--",
    process.execPath,
    UPSTREAM,
  ]);
  return ready(peerOf(child, { name: "mcp-proxy", url: `http://127.0.0.1:${port}/mcp`, tool: "echo", headers: {} }));
}

/** One stdio server behind Streamable HTTP; checks nothing. */
export async function supergateway(): Promise<Peer> {
  const port = await freePort();
  const command = `${process.execPath} ${UPSTREAM}`;
  const child = quiet([
    "--import",
    join(import.meta.dirname, "loopback-only.ts"),
    join(ROOT, "node_modules/supergateway/dist/index.js"),
    "--stdio",
    command,
    "--outputTransport",
    "streamableHttp",
    "--stateful",
    "--port",
    String(port),
    "--logLevel",
    "none",
  ]);
  return ready(peerOf(child, { name: "supergateway", url: `http://127.0.0.1:${port}/mcp`, tool: "echo", headers: {} }));
}

function quiet(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "ignore"], cwd: ROOT });
}

function peerOf(child: ChildProcess, endpoint: Endpoint): Peer {
  return {
    endpoint,
    pids: [child.pid ?? 0],
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await gone;
      clearTimeout(kill);
    },
  };
}

async function ready(peer: Peer): Promise<Peer> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    const isUp = await fetch(peer.endpoint.url, { method: "GET" }).then(
      () => true,
      () => false,
    );
    if (isUp) return peer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await peer[Symbol.asyncDispose]();
  throw new Error(`${peer.endpoint.name} did not come up`);
}
