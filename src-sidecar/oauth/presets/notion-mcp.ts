import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer } from "./parts.ts";

/** Notion's hosted MCP server. @see https://developers.notion.com/docs/mcp */
export const notionMcp: ProviderPreset = hostedServer({
  key: "notion-mcp",
  name: "Notion MCP",
  purpose: "Notion's own MCP server: search, pages, databases, comments",
  resource: "https://mcp.notion.com/mcp",
  notes: [
    "It can reach everything in the workspace that you can reach.",
    "A refresh token that is used twice ends the connection. Gatehouse uses each once.",
  ],
});
