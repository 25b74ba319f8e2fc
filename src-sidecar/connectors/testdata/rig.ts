import { readFileSync } from "node:fs";
import type { ConnectionState, ConnectorConfig } from "../../../src-contract/connector.ts";
import { callId, connectorId, digest, type ConnectorId } from "../../../src-contract/ids.ts";
import { approvedCall, type ApprovedCall } from "../../base/approved-call.ts";
import type { JsonObject } from "../../base/canonical-json.ts";
import { systemClock } from "../../base/clock.ts";
import {
  createConnections,
  type Connections,
  type ConnectionsOptions,
  type ConnectorError,
  type ConnectorTarget,
  type SendOptions,
} from "../index.ts";

export const ID: ConnectorId = connectorId.parse("01890000-0000-7000-8000-000000000001");

export function target(config: ConnectorConfig, more: Partial<ConnectorTarget> = {}): ConnectorTarget {
  return { connectorId: ID, slug: "test", config, owner: "org", revision: "1", ...more };
}

/** A Node script as an upstream. */
export function script(...args: string[]): ConnectorTarget {
  return target({ kind: "mcp-stdio", command: process.execPath, args, env: [] });
}

export function remote(url: string, more: Partial<ConnectorTarget> = {}): ConnectorTarget {
  return target({ kind: "mcp-http", url, headers: [] }, more);
}

/** An upstream in a few lines: the body of a function of `request` and `send`, which runs for every message. */
export function improvised(body: string, capabilities = `{ tools: { listChanged: true } }`): ConnectorTarget {
  const tools = `[{ name: "t", inputSchema: { type: "object" } }]`;
  return script(
    "-e",
    `const send = (m) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...m }) + "\\n");
     const serverInfo = { name: "improvised", version: "1" };
     require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
       const request = JSON.parse(line);
       const reply = (result) => send({ id: request.id, result });
       if (request.method === "initialize")
         return reply({ protocolVersion: "2025-06-18", capabilities: ${capabilities}, serverInfo });
       ${body}
       if (request.method === "tools/list") return reply({ tools: ${tools} });
       if (request.id !== undefined) reply({ content: [{ type: "text", text: "done" }] });
     });`,
  );
}

export function call(toolName: string, input: JsonObject = {}): ApprovedCall {
  return approvedCall({
    callId: callId.parse("01890000-0000-7000-8000-0000000000aa"),
    connectorId: ID,
    operation: "tools/call",
    toolName,
    arguments: input,
    digest: digest.parse("0".repeat(64)),
    actsAs: null,
  });
}

export interface Rig extends AsyncDisposable {
  readonly connections: Connections;
  readonly states: ConnectionState[];
  /** The kinds of the states, in their order. */
  readonly kinds: () => string[];
  readonly changed: ConnectorId[];
  readonly attached: ConnectorTarget[];
  readonly logged: object[];
  ask(to: ConnectorTarget, tool: string, input?: JsonObject, options?: Partial<SendOptions>): Promise<JsonObject>;
  /** The error of a call that must fail. */
  fail(to: ConnectorTarget, tool: string, input?: JsonObject, options?: Partial<SendOptions>): Promise<ConnectorError>;
}

export function createRig(options: Partial<ConnectionsOptions> = {}): Rig {
  const states: ConnectionState[] = [];
  const changed: ConnectorId[] = [];
  const attached: ConnectorTarget[] = [];
  const logged: object[] = [];
  const { attach = async () => ({ env: {}, headers: {} }), ...others } = options;
  const connections = createConnections({
    clock: systemClock,
    allowedHosts: () => ["127.0.0.1"],
    attach: (to, outgoing) => {
      attached.push(to);
      return attach(to, outgoing);
    },
    onState: (_id, state) => states.push(state),
    onListChanged: (id) => changed.push(id),
    log: { info: (fields) => logged.push(fields), warn: (fields) => logged.push(fields) },
    connectTimeoutMs: 60_000,
    ...others,
  });
  const ask: Rig["ask"] = (to, tool, input = {}, more = {}) =>
    connections.send(call(tool, input), to, { signal: new AbortController().signal, timeoutMs: 60_000, ...more });
  return {
    connections,
    states,
    kinds: () => states.map(({ kind }) => kind),
    changed,
    attached,
    logged,
    ask,
    fail: (to, tool, input, more) =>
      ask(to, tool, input, more).then(
        () => {
          throw new Error("the call was to fail");
        },
        (error: ConnectorError) => error,
      ),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

/** The text of a result's first content. */
export function textOf(result: JsonObject): string {
  const { content } = result as { content?: readonly { text?: string }[] };
  return content?.[0]?.text ?? "";
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that is dead and not yet buried still has its id.
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
