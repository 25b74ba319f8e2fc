import {
  Client,
  StreamableHTTPClientTransport,
  type RequestOptions,
  type Transport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { readResult, type Agent, type CallOptions, type Door } from "./agent.ts";

const SELF = { name: "e2e-modern", version: "1.0.0" };

/**
 * Connects the current SDK, pinned to 2026-07-28: no handshake, no session.
 *
 * @param self What it calls itself.
 */
export async function connectModernClient(door: Door, self = SELF): Promise<Agent> {
  const client = new Client(self, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  await client.connect(openTransport(door));
  const close = (): Promise<void> => client.close();
  return {
    era: "modern",
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, input = {}, options = {}) =>
      readResult(await client.callTool({ name, arguments: input }, requestOptions(options))),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openTransport(door: Door): Transport {
  if (door.kind === "stdio") return new StdioClientTransport({ ...door, args: [...door.args], env: { ...door.env } });
  const headers = { Authorization: `Bearer ${door.key}` };
  return new StreamableHTTPClientTransport(new URL(door.url), { requestInit: { headers } });
}

function requestOptions({ signal, timeoutMs, onProgress }: CallOptions): RequestOptions {
  return {
    resetTimeoutOnProgress: true,
    ...(signal ? { signal } : {}),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(onProgress ? { onprogress: ({ progress, message }) => onProgress(progress, message) } : {}),
  };
}
