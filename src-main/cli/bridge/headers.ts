import type { AgentLine } from "./message.ts";

/** Where a request keeps the name that `Mcp-Name` repeats. */
const NAME_FIELD: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "tasks/get": "taskId",
  "tasks/update": "taskId",
  "tasks/cancel": "taskId",
};

/**
 * Headers that a request of 2026-07-28 must repeat from its body.
 *
 * @see MCP 2026-07-28 basic/transports/streamable-http (standard request headers)
 */
export function modernHeaders(line: Extract<AgentLine, { kind: "modern" }>): Record<string, string> {
  const headers: Record<string, string> = {
    "MCP-Protocol-Version": headerValue(line.version),
    "Mcp-Method": headerValue(line.method),
  };
  const field = Object.hasOwn(NAME_FIELD, line.method) ? NAME_FIELD[line.method] : undefined;
  const name: unknown =
    field === undefined ? undefined : Object.entries(line.params).find(([key]) => key === field)?.[1];
  if (typeof name === "string") headers["Mcp-Name"] = headerValue(name);
  return headers;
}

/** Plain where HTTP would carry it unchanged, else wrapped in base64. */
export function headerValue(text: string): string {
  const isPlain = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(text);
  if (isPlain && !(text.startsWith("=?base64?") && text.endsWith("?="))) return text;
  return `=?base64?${Buffer.from(text, "utf8").toString("base64")}?=`;
}
