import { createHash } from "node:crypto";
import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

/** The path of this file: an MCP server over stdio that says which secrets it was given, without saying them. */
export const PROVING_SERVER = import.meta.filename;

/** What the server says of a secret. */
export const proofOf = (secret: string): string => createHash("sha256").update(secret).digest("hex").slice(0, 16);

/** The proofs of all variables that begin with `SECRET_`, by name. */
const proofs = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env)
      .filter(([name]) => name.startsWith("SECRET_"))
      .map(([name, secret = ""]) => [name, proofOf(secret)]),
  );

if (import.meta.main) {
  serveStdio(() => {
    const server = new Server({ name: "prover", version: "1.0.0" }, { capabilities: { tools: {} } });
    const prove = {
      name: "prove",
      description: "Says which secrets it has.",
      inputSchema: { type: "object" as const },
    };
    server.setRequestHandler("tools/list", () => ({ tools: [prove] }));
    server.setRequestHandler("tools/call", () => ({
      content: [{ type: "text" as const, text: JSON.stringify(proofs()) }],
    }));
    return server;
  });
}
