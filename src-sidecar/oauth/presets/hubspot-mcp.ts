import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { atLocalhost, OWN_APP } from "./parts.ts";

/** HubSpot's hosted MCP server. @see https://developers.hubspot.com/mcp */
export const hubspotMcp: ProviderPreset = {
  key: "hubspot-mcp",
  name: "HubSpot MCP",
  purpose: "HubSpot's own MCP server: contacts, companies, deals, tickets",
  config: {
    preset: "hubspot-mcp",
    owner: "member",
    server: { kind: "resource", resource: "https://mcp.hubspot.com" },
    client: OWN_APP,
    redirect: atLocalhost(17_736),
    scopes: [],
    accountName: { kind: "none" },
    quirks: {},
  },
  app: {
    isNeeded: true,
    createAt: "https://app.hubspot.com/l/developer-overview",
    steps: [
      "In HubSpot's developer pages open MCP Auth Apps and create one.",
      "Enter the callback URL that is shown here as redirect URL.",
      "Enter its client ID and client secret here.",
    ],
  },
  hasSecret: "required",
  accountPage: null,
  scopes: [],
  notes: [
    "HubSpot registers no clients by itself, and wants the client secret beside PKCE, in the body of the request.",
    "HubSpot decides the scopes from the app and from what the person may do.",
  ],
};
