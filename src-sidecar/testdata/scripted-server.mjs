// An MCP server over stdio that does what a file says, read again for each request: `<log>.script.json` with `tools`, `answers` by the
// name of the tool, `steps` (progress, before the answer) and `delayMs`. It writes each call that it gets into the file of its first
// argument, and each that is taken back.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , log] = process.argv;
const path = `${log}.script.json`;
const anything = { type: "object", properties: { path: { type: "string" }, text: { type: "string" } } };
const TOOLS = [
  { name: "read", description: "Reads a page.", inputSchema: anything },
  { name: "send", description: "Sends a text.", inputSchema: anything },
];
const script = () => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const note = (entry) => appendFileSync(log, `${JSON.stringify(entry)}\n`);

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === "notifications/cancelled") note({ cancelled: true });
    if (id === undefined) return;
    const { tools = TOOLS, answers = {}, steps = [], delayMs = 0 } = script();
    if (method === "initialize") {
      const serverInfo = { name: "scripted", version: "1" };
      return say({ id, result: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo } });
    }
    if (method === "tools/list") return say({ id, result: { tools } });
    if (method !== "tools/call") return say({ id, error: { code: -32601, message: "no" } });
    note({ tool: params.name, arguments: params.arguments });
    const progressToken = params._meta?.progressToken;
    if (progressToken !== undefined)
      steps.forEach((message, step) =>
        say({ method: "notifications/progress", params: { progressToken, progress: step + 1, message } }),
      );
    const result = answers[params.name] ?? { content: [{ type: "text", text: "done" }] };
    setTimeout(() => say({ id, result }), delayMs);
  })
  .on("close", () => process.exit(0));
