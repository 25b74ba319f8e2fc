import { createInterface } from "node:readline";

/**
 * The leanest MCP server there can be, over stdio, so that what is measured is what stands in front of it: one tool `echo` that answers
 * with its `text`.
 */
const ECHO = {
  name: "echo",
  description: "Says it back.",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  annotations: { readOnlyHint: true },
};

interface Message {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly arguments?: { readonly text?: string } };
}

function answerTo({ method, params }: Message): unknown {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params?.protocolVersion ?? "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "lean-echo", version: "1.0.0" },
      };
    case "tools/list":
      return { tools: [ECHO] };
    case "tools/call":
      return { content: [{ type: "text", text: params?.arguments?.text ?? "" }] };
    case "ping":
      return {};
    default:
      return undefined;
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line) as Message; // Only the benchmark's own peers write here.
  if (message.id === undefined) return;
  const result = answerTo(message);
  const reply = result === undefined ? { error: { code: -32601, message: "Method not found" } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id: message.id, ...reply })}\n`);
});
