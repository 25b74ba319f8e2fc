import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { Contract } from "../../src-contract/contract.ts";

const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "out/main/cli.js");
const START_MS = 90_000;
const STOP_MS = 30_000;

/** The command with which an agent that speaks stdio reaches a studio; it needs the home and a key. */
export const BRIDGE = { command: process.execPath, args: [CLI, "mcp"] as const };

/** The people's door, typed. */
export type PeopleDoor = ContractRouterClient<Contract>;

/** A studio that runs from the built product, as a person would start it. */
export interface RunningStudio extends AsyncDisposable {
  readonly home: string;
  /** Address of the window with its launch code; a code opens one window. */
  readonly window: string;
  /** Address of the agents' door, ending in `/mcp`. */
  readonly agents: string;
  readonly host: ChildProcess;
  /** What it wrote to standard error. */
  readonly log: () => string;
  /** One more window address. */
  newWindow(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts `gatehouse serve` on a home and waits until it is ready. `variables` are added to its environment. */
export async function startStudio(
  home: string,
  args: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningStudio> {
  const host = spawn(process.execPath, [CLI, "serve", "--home", home, "--no-open", "--json", ...args], {
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  host.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  const { window, agents } = await firstLine(host, () => errors);
  const stop = async (): Promise<void> => {
    if (host.exitCode !== null || host.signalCode !== null) return;
    const gone = once(host, "exit");
    host.kill("SIGTERM");
    const kill = setTimeout(() => host.kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(kill);
  };
  return {
    home,
    window,
    agents,
    host,
    log: () => errors,
    newWindow: () => openWindow(home),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function firstLine(
  host: ChildProcess,
  errors: () => string,
): Promise<{ readonly window: string; readonly agents: string }> {
  if (!host.stdout) throw new Error("the host has no standard output");
  const lines = createInterface({ input: host.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    once(host, "exit").then(([code]) => {
      throw new Error(`gatehouse serve ended with ${String(code)} before it was ready:\n${errors()}`);
    }),
    new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new Error(`gatehouse serve was not ready in time:\n${errors()}`)), START_MS).unref(),
    ),
  ]);
  const ready = JSON.parse(line) as { window: string; agents: string } | { error: unknown }; // The command's documented output.
  if ("error" in ready) throw new Error(`gatehouse serve did not start: ${line}`);
  return ready;
}

async function openWindow(home: string): Promise<string> {
  const command = spawn(process.execPath, [CLI, "open", "--home", home, "--no-open", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return (JSON.parse(await text(command.stdout)) as { window: string }).window; // The command's documented output.
}

/** A window without a browser: the same launch code, token and socket that a page uses. */
export async function connectWindow(
  address: string,
): Promise<{ readonly door: PeopleDoor; readonly close: () => void; readonly frames: string[] }> {
  const { origin, hash, host } = new URL(address);
  const code = new URLSearchParams(hash.slice(1)).get("k") ?? "";
  const session = await fetch(`${origin}/session`, { method: "POST", headers: { origin }, body: code });
  if (!session.ok) throw new Error(`the launch code was refused: ${session.status}`);
  const socket = new WebSocket(`ws://${host}/bridge`, ["studio.v1", `auth.${await session.text()}`], {
    headers: { origin },
  });
  const frames: string[] = [];
  socket.on("message", (data: Buffer) => frames.push(data.toString("utf8")));
  await once(socket, "open");
  const door: PeopleDoor = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })); // ws speaks the browser's interface.
  return { door, close: () => socket.close(), frames };
}

/** What a person types at first run. */
export const FIRST_RUN = { orgName: "Acme", memberName: "Dana", passphrase: "correct horse battery staple" };
