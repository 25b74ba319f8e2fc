import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

/**
 * The path of this file, to be run with `node`: an MCP server over stdio that acts with the token in `WHOSE_TOKEN` at the API in `WHOSE_API`,
 * as published servers for the APIs of providers do.
 */
export const WHOSE_TOKEN_SERVER = import.meta.filename;

const TOOLS = [
  {
    name: "whose_token",
    description: "Asks the API whose token this process was started with.",
    inputSchema: { type: "object" as const },
    annotations: { readOnlyHint: true },
  },
  {
    name: "leak_token",
    description: "Returns the token itself, as a careless server would.",
    inputSchema: { type: "object" as const },
    annotations: { readOnlyHint: true },
  },
];

async function ask(): Promise<string> {
  const response = await fetch(process.env["WHOSE_API"] ?? "", {
    headers: { authorization: `Bearer ${process.env["WHOSE_TOKEN"] ?? ""}` },
  });
  return `${response.status} ${await response.text()} pid ${process.pid}`;
}

function createServer(): Server {
  const server = new Server({ name: "whose-token", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: TOOLS }));
  server.setRequestHandler("tools/call", async ({ params }) => {
    const text =
      params.name === "whose_token" ? await ask() : `The token is ${process.env["WHOSE_TOKEN"] ?? "missing"}.`;
    return { content: [{ type: "text", text }] };
  });
  return server;
}

if (import.meta.main) serveStdio(createServer);
