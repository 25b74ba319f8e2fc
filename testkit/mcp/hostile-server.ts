import { createInterface } from "node:readline";
import { CONTENT_MODES } from "./hostile-content.ts";
import { lookup, textResult, type HostileMode, type Incoming, type Victim } from "./hostile-mode.ts";
import { WIRE_MODES } from "./hostile-wire.ts";

/** The path of this file, to be run with `node`: `node hostile-server.ts <mode>` speaks over stdio. */
export const HOSTILE_SERVER = import.meta.filename;

/** Every way of being hostile that there is, with what it does. */
const HOSTILE_MODES = { ...WIRE_MODES, ...CONTENT_MODES } as const;

export type HostileModeName = keyof typeof HOSTILE_MODES;

function createVictim(): Victim & { calls: number } {
  const send = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
  return {
    calls: 0,
    send,
    write: (text) => process.stdout.write(text),
    reply: ({ id }, result) => send({ jsonrpc: "2.0", id, result }),
  };
}

/** What a server of the handshake era answers. */
function answer(mode: HostileMode, request: Incoming, victim: Victim): void {
  if (mode.intercept?.(request, victim)) return;
  if (request.id === undefined || request.method === undefined) return;
  switch (request.method) {
    case "initialize": {
      const capabilities = { tools: { listChanged: true } };
      const serverInfo = { name: "hostile", version: "0.0.0" };
      return victim.reply(request, { protocolVersion: "2025-11-25", capabilities, serverInfo });
    }
    case "ping":
      return victim.reply(request, {});
    case "tools/list":
      return victim.reply(request, { tools: mode.tools?.(victim) ?? [lookup] });
    case "tools/call":
      return mode.call ? mode.call(request, victim) : victim.reply(request, textResult("at your service"));
    default:
      return victim.send({ jsonrpc: "2.0", id: request.id, error: { code: -32601, message: "Method not found" } });
  }
}

function isModeName(name: string | undefined): name is HostileModeName {
  return name !== undefined && Object.hasOwn(HOSTILE_MODES, name);
}

async function main(): Promise<void> {
  const name = process.argv[2];
  if (!isModeName(name)) {
    const modes = Object.entries<HostileMode>(HOSTILE_MODES).map(([mode, { does }]) => `  ${mode}: ${does}`);
    process.stderr.write(`usage: hostile-server.ts <mode>\n${modes.join("\n")}\n`);
    process.exitCode = 2;
    return;
  }
  const mode: HostileMode = HOSTILE_MODES[name];
  const victim = createVictim();
  mode.start?.(victim);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    // The hostile side trusts its victim: what is no request falls through `answer`.
    const request = JSON.parse(line) as Incoming;
    if (request.method === "tools/call") victim.calls += 1;
    answer(mode, request, victim);
  }
}

if (import.meta.main) await main();
