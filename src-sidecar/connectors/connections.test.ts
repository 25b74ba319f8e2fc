import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import type { ConnectionState, ConnectorConfig } from "../../src-contract/connector.ts";
import { callId, connectorId, digest, type ConnectorId } from "../../src-contract/ids.ts";
import { ECHO_SERVER, startEchoServer } from "../../testkit/mcp/echo-server.ts";
import { HOSTILE_SERVER, type HostileModeName } from "../../testkit/mcp/hostile-server.ts";
import { approvedCall, type ApprovedCall } from "../base/approved-call.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { systemClock } from "../base/clock.ts";
import { createConnections, type Connections, type ConnectionsOptions, type ConnectorTarget } from "./index.ts";

const ID = connectorId.parse("01890000-0000-7000-8000-000000000001");

function target(config: ConnectorConfig, more: Partial<ConnectorTarget> = {}): ConnectorTarget {
  return { connectorId: ID, slug: "test", config, owner: "org", revision: "1", ...more };
}

function stdio(file: string, ...args: string[]): ConnectorTarget {
  return target({ kind: "mcp-stdio", command: process.execPath, args: [file, ...args], env: [] });
}

const echo = stdio(ECHO_SERVER);
const hostile = (mode: HostileModeName): ConnectorTarget => stdio(HOSTILE_SERVER, mode);

function call(toolName: string, input: JsonObject = {}): ApprovedCall {
  return approvedCall({
    callId: callId.parse("01890000-0000-7000-8000-0000000000aa"),
    connectorId: ID,
    toolName,
    arguments: input,
    digest: digest.parse("0".repeat(64)),
    actsAs: null,
  });
}

interface Rig extends AsyncDisposable {
  readonly connections: Connections;
  readonly states: ConnectionState[];
  readonly changed: ConnectorId[];
  readonly attached: number[];
  ask(target: ConnectorTarget, tool: string, input?: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
}

function rig(options: Partial<ConnectionsOptions> = {}): Rig {
  const states: ConnectionState[] = [];
  const changed: ConnectorId[] = [];
  const attached: number[] = [];
  const connections = createConnections({
    clock: systemClock,
    attach: async () => (attached.push(Date.now()), { env: {}, headers: {} }),
    onState: (_id, state) => states.push(state),
    onToolsChanged: (id) => changed.push(id),
    log: { info: () => undefined, warn: () => undefined },
    connectTimeoutMs: 10_000,
    ...options,
  });
  return {
    connections,
    states,
    changed,
    attached,
    ask: (to, tool, input = {}, signal = new AbortController().signal) =>
      connections.send(call(tool, input), to, { signal, timeoutMs: 10_000 }),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

const kinds = (states: readonly ConnectionState[]): string[] => states.map(({ kind }) => kind);

describe("over stdio", () => {
  test("opens at the first call, keeps the process and says how it is doing", async () => {
    await using it = rig();
    expect(it.connections.state(ID)).toEqual({ kind: "idle" });
    expect(await it.ask(echo, "echo", { message: "hé" })).toEqual({ content: [{ type: "text", text: "Echo: hé" }] });
    await it.ask(echo, "echo", { message: "again" });
    expect(it.states).toEqual([
      { kind: "connecting" },
      { kind: "ready", since: expect.any(Number), serverName: "gatehouse-echo", protocolVersion: "2025-11-25" },
    ]);
    expect(it.attached).toHaveLength(1);
  });
});
