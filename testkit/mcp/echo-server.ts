import { parseArgs } from "node:util";
import { ProtocolError, ProtocolErrorCode, Server, type McpServerFactory } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createEchoTools } from "./echo-tools.ts";
import { serveHttp, type Listening, type ServeHttpOptions } from "./serve-http.ts";

/** The path of this file, to be run with `node`: an MCP server over stdio, or over HTTP with `--http`. */
export const ECHO_SERVER = import.meta.filename;

/** Starts the echo server within this process, over Streamable HTTP on 127.0.0.1. */
export function startEchoServer(options: Omit<ServeHttpOptions, "createServer"> = {}): Promise<Listening> {
  return serveHttp({ ...options, createServer: createEchoFactory() });
}

/** One set of tools for all sessions, so that its counters count what the server did, not what one client saw. */
function createEchoFactory(): McpServerFactory {
  const tools = new Map(createEchoTools().map((tool) => [tool.definition.name, tool]));
  return () => {
    const server = new Server(
      { name: "gatehouse-echo", title: "Echo", version: "1.0.0" },
      { capabilities: { tools: {} }, instructions: "Echoes what it is told. For tests." },
    );
    server.setRequestHandler("tools/list", () => ({ tools: [...tools.values()].map(({ definition }) => definition) }));
    server.setRequestHandler("tools/call", ({ params }, context) => {
      const tool = tools.get(params.name);
      if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      return tool.run(params.arguments ?? {}, context);
    });
    return server;
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      http: { type: "boolean", default: false },
      port: { type: "string", default: "0" },
      token: { type: "string" },
    },
  });
  if (!values.http) {
    serveStdio(createEchoFactory());
    return;
  }
  const { url } = await startEchoServer({
    port: Number(values.port),
    ...(values.token === undefined ? {} : { token: values.token }),
  });
  // One line that says where it listens: whoever started this process waits for it.
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}

if (import.meta.main) await main();
