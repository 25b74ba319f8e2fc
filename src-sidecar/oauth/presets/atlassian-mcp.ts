import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer } from "./parts.ts";

/** Atlassian's hosted MCP server. @see https://github.com/atlassian/atlassian-mcp-server */
export const atlassianMcp: ProviderPreset = hostedServer({
  key: "atlassian-mcp",
  name: "Atlassian MCP",
  purpose: "Atlassian's own MCP server: Jira, Confluence, Compass",
  resource: "https://mcp.atlassian.com/v1/mcp/authv2",
  accountPage: "https://id.atlassian.com/manage-profile/apps",
  redirect: { kind: "fixed", host: "127.0.0.1", port: 17_737, path: "/callback" },
  quirks: {
    issuerAliases: ["https://auth.atlassian.com", "https://cf.mcp.atlassian.com"],
    deadErrors: ["unauthorized_client"],
  },
  notes: [
    "Atlassian's metadata name https://auth.atlassian.com or https://cf.mcp.atlassian.com as issuer, whatever address they were asked for at. Both are taken, and named before you sign in.",
    "Atlassian compares the whole callback URL, port too, so it is the same each time.",
    "You choose the site while you sign in. An admin of the site may have to allow the app first.",
    "A refresh token ends when it was not used for 90 days.",
  ],
});
