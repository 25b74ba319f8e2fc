import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer } from "./parts.ts";

/** Linear's hosted MCP server. @see https://linear.app/docs/mcp */
export const linearMcp: ProviderPreset = hostedServer({
  key: "linear-mcp",
  name: "Linear MCP",
  purpose: "Linear's own MCP server: issues, projects, comments",
  resource: "https://mcp.linear.app/mcp",
  accountPage: "https://linear.app/settings/account/security",
  notes: [
    "Access tokens last a day, and each refresh replaces the refresh token. Linear takes the old one for 30 minutes more, so a lost answer loses nothing.",
    "You choose the workspace while you sign in.",
  ],
});
