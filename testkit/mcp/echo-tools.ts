import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { CallToolResult, ServerContext, Tool } from "@modelcontextprotocol/server";

/** A tool as the echo server lists it, and what it does. */
export interface EchoTool {
  readonly definition: Tool;
  run(input: Record<string, unknown>, context: ServerContext): CallToolResult | Promise<CallToolResult>;
}

/** One red pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
/** A WAV file of no samples. */
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

const READS = { readOnlyHint: true, openWorldHint: false } as const;
const text = (value: string): CallToolResult => ({ content: [{ type: "text", text: value }] });
const json = (value: unknown): CallToolResult => text(JSON.stringify(value));

/** The tools of the echo server, in the order in which it lists them. */
export function createEchoTools(): readonly EchoTool[] {
  return [echo, add, slow, big, failing, refusing, image, audio, resource, environment, headers, createWriteNote()];
}

const echo: EchoTool = {
  definition: {
    name: "echo",
    title: "Echo",
    description: "Returns the message it was given.",
    inputSchema: { type: "object", properties: { message: { type: "string" } }, required: ["message"] },
    annotations: READS,
  },
  run: ({ message }) => text(`Echo: ${String(message)}`),
};

const add: EchoTool = {
  definition: {
    name: "add",
    description: "Adds two numbers and returns the sum as structured content.",
    inputSchema: { type: "object", properties: { a: { type: "number" }, b: { type: "number" } }, required: ["a", "b"] },
    outputSchema: {
      type: "object",
      properties: { sum: { type: "number" } },
      required: ["sum"],
      additionalProperties: false,
    },
    annotations: READS,
  },
  run({ a, b }) {
    const structuredContent = { sum: Number(a) + Number(b) };
    return { ...json(structuredContent), structuredContent };
  },
};

const slow: EchoTool = {
  definition: {
    name: "slow",
    description: "Takes its time and reports progress on the way. Stops when it is cancelled.",
    inputSchema: {
      type: "object",
      properties: { durationMs: { type: "integer", minimum: 0 }, steps: { type: "integer", minimum: 1 } },
      required: ["durationMs"],
    },
    annotations: READS,
  },
  async run({ durationMs, steps }, { mcpReq }) {
    const total = Number(steps ?? 4);
    const progressToken = mcpReq._meta?.progressToken;
    for (let progress = 1; progress <= total; progress++) {
      await sleep(Number(durationMs) / total, undefined, { signal: mcpReq.signal });
      if (progressToken === undefined) continue;
      await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total } });
    }
    return text(`Done in ${total} steps`);
  },
};

const big: EchoTool = {
  definition: {
    name: "big",
    description: "Returns a text of as many bytes as asked for.",
    inputSchema: { type: "object", properties: { bytes: { type: "integer", minimum: 0 } }, required: ["bytes"] },
    annotations: READS,
  },
  run: ({ bytes }) => text("x".repeat(Number(bytes))),
};

const failing: EchoTool = {
  definition: {
    name: "failing",
    description: "Answers with a tool error.",
    inputSchema: { type: "object", properties: { message: { type: "string" } } },
  },
  run: ({ message = "This tool always fails" }) => ({ ...text(String(message)), isError: true }),
};

const refusing: EchoTool = {
  definition: {
    name: "refusing",
    description: "Answers with a JSON-RPC error instead of a result.",
    inputSchema: { type: "object", properties: { message: { type: "string" } } },
  },
  run({ message = "This tool always refuses" }) {
    throw new Error(String(message));
  },
};

const image: EchoTool = {
  definition: {
    name: "image",
    description: "Returns a PNG of one pixel.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  run: () => ({ content: [{ type: "image", data: PNG, mimeType: "image/png" }] }),
};

const audio: EchoTool = {
  definition: {
    name: "audio",
    description: "Returns a silent WAV.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  run: () => ({ content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }] }),
};

const resource: EchoTool = {
  definition: {
    name: "resource",
    description: "Returns an embedded resource and a link to one.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  run: () => ({
    content: [
      { type: "resource", resource: { uri: "echo://note", mimeType: "text/plain", text: "An embedded note." } },
      { type: "resource_link", uri: "echo://elsewhere", name: "elsewhere" },
    ],
  }),
};

const environment: EchoTool = {
  definition: {
    name: "environment",
    description: "Returns every environment variable of the server's process, as JSON.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  run: () => json(process.env),
};

const headers: EchoTool = {
  definition: {
    name: "headers",
    description: "Returns the HTTP headers with which it was called, as JSON; none over stdio.",
    inputSchema: { type: "object" },
    annotations: READS,
  },
  run: (_input, { http }) => json(Object.fromEntries(http?.req?.headers ?? [])),
};

/** Counts its executions within this process, so that a line of the file tells who wrote it and for which time. */
function createWriteNote(): EchoTool {
  let executions = 0;
  return {
    definition: {
      name: "write_note",
      description: "Appends a line to a file. Every execution leaves exactly one line.",
      inputSchema: {
        type: "object",
        properties: { path: { type: "string" }, text: { type: "string" } },
        required: ["path", "text"],
      },
      outputSchema: {
        type: "object",
        properties: { execution: { type: "integer" }, line: { type: "string" } },
        required: ["execution", "line"],
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    },
    run({ path, text: note }) {
      executions += 1;
      const line = `${process.pid}.${executions} ${String(note)}`;
      appendFileSync(String(path), `${line}\n`);
      return { ...text(line), structuredContent: { execution: executions, line } };
    },
  };
}
