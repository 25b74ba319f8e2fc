import { createHash } from "node:crypto";
import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

/** The path of this file: an MCP server over stdio whose one tool, `prove`, shows which secrets it was given without telling them. */
export const PROVING_SERVER = import.meta.filename;

const PREFIX = "PROVE_";

/** What `prove` answers when the server has exactly these variables, each beginning with `PROVE_`. */
export function proofOf(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => `${name}=${createHash("sha256").update(value).digest("hex")}`)
    .toSorted()
    .join("\n");
}

if (import.meta.main) {
  const variables = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
  const definition = { name: "prove", description: "Proves.", inputSchema: { type: "object" } } as const;
  serveStdio(() => {
    const server = new Server({ name: "prover", version: "1.0.0" }, { capabilities: { tools: {} } });
    server.setRequestHandler("tools/list", () => ({ tools: [definition] }));
    server.setRequestHandler("tools/call", () => ({ content: [{ type: "text", text: proofOf(variables) }] }));
    return server;
  });
}
