// An MCP server over stdio that is what a file says at the moment it is asked: its name, its version and its tools.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , file] = process.argv;
const now = () => JSON.parse(readFileSync(file, "utf8"));
const { serverInfo } = now();

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answers = {
    initialize: () => ({ protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo }),
    "tools/list": () => ({ tools: now().tools }),
    "tools/call": () => ({ content: [{ type: "text", text: `did ${params.name}` }] }),
  };
  const result = answers[method]?.();
  const reply = result === undefined ? { error: { code: -32601, message: "no" } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...reply })}\n`);
});
