import { PassThrough } from "node:stream";
import { splitLines } from "../bridge/line-splitter.ts";
import { StdioBridge } from "../bridge/stdio-bridge.ts";

/** An agent at the other end of a bridge's stdio. */
export interface Agent {
  readonly received: Record<string, unknown>[];
  /** The same, as written. */
  readonly lines: string[];
  readonly log: string[];
  say(message: unknown): void;
  write(text: string): void;
  /** Closes its side and waits until the bridge has ended. */
  leave(): Promise<void>;
  answerTo(id: number | string): Promise<Record<string, unknown>>;
}

export interface AgentOptions {
  readonly url: () => URL | undefined;
  readonly key?: string;
}

const META = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };

export function startAgent({ url, key = "tools.test.key" }: AgentOptions): Agent {
  const input = new PassThrough();
  const received: Record<string, unknown>[] = [];
  const lines: string[] = [];
  const log: string[] = [];
  const bridge = new StdioBridge({
    url,
    key,
    log: (line) => log.push(line),
    write: (line) => {
      if (line.includes("\n")) throw new Error("a line holds a line break");
      lines.push(line);
      received.push(JSON.parse(line));
      return Promise.resolve();
    },
    reopenAfterMs: { first: 20, last: 20 },
    drainMs: 50,
  });
  const ended = bridge.run(splitLines(input));
  return {
    received,
    lines,
    log,
    say: (message) => void input.write(`${JSON.stringify(message)}\n`),
    write: (text) => void input.write(text),
    leave: () => {
      input.end();
      return ended;
    },
    answerTo: async (id) => {
      for (;;) {
        const answer = received.find((message) => message["id"] === id && !("method" in message));
        if (answer !== undefined) return answer;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

export function modernCall(id: number | string, name: string): object {
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: {}, _meta: META } };
}

export function legacyCall(id: number | string, name: string): object {
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: {} } };
}

export async function shakeHands(agent: Agent): Promise<void> {
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "agent", version: "1" } };
  agent.say({ jsonrpc: "2.0", id: 0, method: "initialize", params });
  await agent.answerTo(0);
  agent.say({ jsonrpc: "2.0", method: "notifications/initialized" });
}
