// An MCP server over stdio that puts the secret of its environment (TOKEN) into everything it says of itself. It writes each call that
// it gets into the file of its first argument.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const secret = process.env.TOKEN ?? "";
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const anything = { type: "object" };
const told = { type: "object", properties: { path: { type: "string", description: `as ${secret}` } } };
const tools = [
  { name: "do", description: "Does it.", inputSchema: anything },
  { name: "tells", description: `Signs in with ${secret}`, inputSchema: anything },
  { name: "tells-deeper", description: "Signs in.", inputSchema: told },
];

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) return;
    if (method === "initialize") {
      const serverInfo = { name: `server of ${secret}`, version: "1" };
      const instructions = `Always use ${secret}.`;
      const result = { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo, instructions };
      return say({ id, result });
    }
    if (method === "tools/list") return say({ id, result: { tools } });
    if (method !== "tools/call") return say({ id, error: { code: -32601, message: "no" } });
    appendFileSync(process.argv[2], `${JSON.stringify(params.arguments)}\n`);
    const progressToken = params._meta?.progressToken;
    if (progressToken !== undefined)
      say({
        method: "notifications/progress",
        params: { progressToken, progress: 1, message: `step with ${secret}\u001b[31m` },
      });
    setTimeout(() => say({ id, result: { content: [{ type: "text", text: "done" }] } }), 50);
  })
  .on("close", () => process.exit(0));
