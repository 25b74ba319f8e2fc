import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createRequestStateCodec, McpServer, type McpRequestContext } from "@modelcontextprotocol/server";
import { serveHttp, type Listening, type ServeHttpOptions } from "../../testkit/mcp/serve-http.ts";
import { createEventMemory } from "./event-memory.ts";
import { registerInputTools, type RoundCodec, type RoundState } from "./fixture-input.ts";
import { registerOffers } from "./fixture-offers.ts";
import { registerTools, type ListChanges } from "./fixture-tools.ts";

/**
 * Starts the upstream that the conformance suite expects to find behind a server: tools, prompts and resources under the names it calls,
 * for both protocol eras, over Streamable HTTP on 127.0.0.1.
 */
export async function startFixtureServer(options: Pick<ServeHttpOptions, "port" | "token"> = {}): Promise<Listening> {
  const codec = createRequestStateCodec<RoundState>({ key: randomBytes(32) });
  const changes: ListChanges = {
    toolsChanged() {
      listening.notify.toolsChanged();
      for (const session of listening.sessions()) if (session instanceof McpServer) session.sendToolListChanged();
    },
    promptsChanged() {
      listening.notify.promptsChanged();
      for (const session of listening.sessions()) if (session instanceof McpServer) session.sendPromptListChanged();
    },
  };
  const createServer = ({ era }: McpRequestContext): McpServer => createFixture(era, codec, changes);
  const listening = await serveHttp({ ...options, createServer, eventStore: createEventMemory() });
  return listening;
}

function createFixture(era: McpRequestContext["era"], codec: RoundCodec, changes: ListChanges): McpServer {
  const isLegacy = era === "legacy";
  const server = new McpServer(
    { name: "gatehouse-conformance-fixture", version: "1.0.0" },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: codec.verify },
    },
  );
  registerTools(server, changes);
  registerInputTools(server, codec);
  registerOffers(server);
  if (isLegacy) {
    // Watching nothing is allowed: the suite asks that a subscription is accepted and can be ended.
    server.server.setRequestHandler("resources/subscribe", () => ({}));
    server.server.setRequestHandler("resources/unsubscribe", () => ({}));
  }
  return server;
}

// Run by itself it prints `{"url": …}` once it listens.
if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
  const { url } = await startFixtureServer({ port: Number(values.port) });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}
