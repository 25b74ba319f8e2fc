import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import { readResult, type Agent, type CallOptions, type Door } from "./agent.ts";

/** Connects the SDK of the maintenance line: `initialize` at 2025-11-25, a session, a stream for what the server sends. */
export async function connectLegacyClient(door: Door): Promise<Agent> {
  const client = new Client({ name: "e2e-legacy", version: "1.0.0" });
  await connect(client, door);
  return {
    era: "legacy",
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, input = {}, options = {}) =>
      readResult(await client.callTool({ name, arguments: input }, undefined, requestOptions(options))),
    close: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function connect(client: Client, door: Door): Promise<void> {
  if (door.kind === "stdio") {
    return client.connect(
      new StdioClientTransport({ command: door.command, args: [...door.args], env: { ...door.env } }),
    );
  }
  const headers = { Authorization: `Bearer ${door.key}` };
  const transport = new StreamableHTTPClientTransport(new URL(door.url), { requestInit: { headers } });
  return client.connect(transport);
}

function requestOptions({ signal, timeoutMs, onProgress }: CallOptions): RequestOptions {
  return {
    resetTimeoutOnProgress: true,
    ...(signal ? { signal } : {}),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(onProgress ? { onprogress: ({ progress, message }) => onProgress(progress, message) } : {}),
  };
}
