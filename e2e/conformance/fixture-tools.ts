import { setTimeout as sleep } from "node:timers/promises";
import { fromJsonSchema, type CallToolResult, type McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";
import { PNG, WAV } from "./fixture-media.ts";

const text = (value: string): CallToolResult => ({ content: [{ type: "text", text: value }] });

/** What a tool that changes a list tells, once it has. */
export interface ListChanges {
  toolsChanged(): void;
  promptsChanged(): void;
}

/** Registers the tools that need nothing of the client. */
export function registerTools(server: McpServer, changes: ListChanges): void {
  registerContentTools(server);
  registerTalkingTools(server);
  registerSchemaTools(server);
  server.registerTool("test_trigger_tool_change", { description: "Announces that the tools changed." }, () => {
    changes.toolsChanged();
    return text("The tools changed.");
  });
  server.registerTool("test_trigger_prompt_change", { description: "Announces that the prompts changed." }, () => {
    changes.promptsChanged();
    return text("The prompts changed.");
  });
}

function registerContentTools(server: McpServer): void {
  const content = (name: string, description: string, ...blocks: CallToolResult["content"]): void =>
    void server.registerTool(name, { description }, () => ({ content: blocks }));

  content("test_simple_text", "Returns a text.", { type: "text", text: "This is a simple text response for testing." });
  content("test_image_content", "Returns an image.", { type: "image", data: PNG, mimeType: "image/png" });
  content("test_audio_content", "Returns a sound.", { type: "audio", data: WAV, mimeType: "audio/wav" });
  content("test_embedded_resource", "Returns an embedded resource.", {
    type: "resource",
    resource: {
      uri: "test://embedded-resource",
      mimeType: "text/plain",
      text: "This is an embedded resource content.",
    },
  });
  content(
    "test_multiple_content_types",
    "Returns a text, an image and a resource.",
    { type: "text", text: "Multiple content types test:" },
    { type: "image", data: PNG, mimeType: "image/png" },
    {
      type: "resource",
      resource: {
        uri: "test://mixed-content-resource",
        mimeType: "application/json",
        text: '{"test":"data","value":123}',
      },
    },
  );
  server.registerTool("test_error_handling", { description: "Always fails." }, () => ({
    ...text("This tool intentionally returns an error for testing"),
    isError: true,
  }));
}

/** Tools that send notifications before they answer. */
function registerTalkingTools(server: McpServer): void {
  server.registerTool("test_tool_with_logging", { description: "Logs three times." }, (context) => logThrice(context));
  server.registerTool("test_logging_tool", { description: "Logs three times." }, (context) => logThrice(context));
  server.registerTool("test_tool_with_progress", { description: "Reports progress." }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progress > 0) await sleep(50);
      if (progressToken === undefined) continue;
      await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
    }
    return text("Progress was reported.");
  });
  server.registerTool(
    "test_reconnection",
    { description: "Closes its stream before it answers." },
    async ({ http }) => {
      await sleep(50);
      http?.closeSSE?.();
      await sleep(100);
      return text("Answered after the stream was closed.");
    },
  );
}

async function logThrice({ mcpReq }: ServerContext): Promise<CallToolResult> {
  await mcpReq.log("info", "Tool execution started");
  await sleep(50);
  await mcpReq.log("info", "Tool processing data");
  await sleep(50);
  await mcpReq.log("info", "Tool execution completed");
  return text("Logged three times.");
}

/** Tools whose schemas say more than zod does. */
function registerSchemaTools(server: McpServer): void {
  const inputSchema = fromJsonSchema<Record<string, unknown>>(JSON_SCHEMA_2020_12);
  server.registerTool(
    "json_schema_2020_12_tool",
    { description: "Tool with JSON Schema 2020-12 features", inputSchema },
    (input) => text(JSON.stringify(input)),
  );
  const region = z.string().meta({ description: "Mirrored into a header.", "x-mcp-header": "Region" });
  server.registerTool(
    "test_x_mcp_header",
    {
      description: "Has an argument that clients mirror into a header.",
      inputSchema: z.object({ region: region.optional() }),
    },
    (input) => text(`region: ${input.region ?? "none"}`),
  );
}

const JSON_SCHEMA_2020_12 = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  // oxlint-disable-next-line unicorn/no-thenable -- boundary: a keyword of JSON Schema, never awaited
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
};
