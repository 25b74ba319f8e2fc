import { ProtocolError, ProtocolErrorCode, Server, type Tool } from "@modelcontextprotocol/server";
import type { TokenFacts } from "./authorization-server.ts";

const READS = { readOnlyHint: true, openWorldHint: false } as const;

const TOOLS: readonly Tool[] = [
  {
    name: "whoami",
    title: "Who am I",
    description: "Says whose token the call came with.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  {
    name: "read_notes",
    description: "Returns the notes of the account.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  {
    name: "write_note",
    description: "Adds a note to the account.",
    inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    annotations: { readOnlyHint: false, destructiveHint: false },
  },
];

/** Notes by account, and an MCP server for each request or session that reads and writes those of whoever's token came with the call. */
export function createNotesServer(check: (token: string) => Promise<TokenFacts | null>): () => Server {
  const notes = new Map<string, string[]>();
  return () => {
    const server = new Server(
      { name: "gatehouse-notes", title: "Notes", version: "1.0.0" },
      { capabilities: { tools: {} } },
    );
    server.setRequestHandler("tools/list", () => ({ tools: [...TOOLS] }));
    server.setRequestHandler("tools/call", async ({ params }, { http }) => {
      const token = http?.req?.headers.get("authorization")?.replace(/^\w+ /, "") ?? "";
      const owner = await check(token);
      if (!owner) throw new Error("internal: the door let a bad token in");
      const name = owner.login ?? owner.clientId;
      const own = notes.get(name) ?? [];
      notes.set(name, own);
      switch (params.name) {
        case "whoami":
          return say(name);
        case "read_notes":
          return say(own.join("\n"));
        case "write_note":
          own.push(String(params.arguments?.["text"]));
          return say(`${name} has ${own.length} notes`);
        default:
          throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      }
    });
    return server;
  };
}

const say = (text: string) => ({ content: [{ type: "text" as const, text }] });
