// An MCP server over stdio whose only tool answers with a variable of its environment (`name`) and writes all that begin with "GIVEN_"
// into the file of its first argument.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const tools = [{ name: "tell", description: "Tells.", inputSchema: { type: "object" } }];
const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("GIVEN_")));
const serverInfo = { name: "environment", version: "1" };
const hello = { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo };

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) return;
    if (method === "initialize") return say({ id, result: hello });
    if (method === "tools/list") return say({ id, result: { tools } });
    if (method !== "tools/call") return say({ id, error: { code: -32601, message: "no" } });
    appendFileSync(process.argv[2], `${JSON.stringify(given)}\n`);
    say({ id, result: { content: [{ type: "text", text: `It is ${process.env[params.arguments.name]}.` }] } });
  })
  .on("close", () => process.exit(0));
