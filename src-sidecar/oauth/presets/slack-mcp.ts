import type { ProviderPreset, ScopeHint } from "../../../src-contract/oauth.ts";
import { atLocalhost, least, leastOf, more, OWN_APP } from "./parts.ts";
import { SLACK_QUIRKS, SLACK_STEPS } from "./slack.ts";

const scopes: readonly ScopeHint[] = [
  least("search:read.public", "read", "Search public channels"),
  least("channels:history", "read", "Read messages of public channels"),
  least("users:read", "read", "Read people's profiles"),
  more("search:read.private", "read", "Search private channels"),
  more("search:read.im", "read", "Search direct messages"),
  more("search:read.mpim", "read", "Search group messages"),
  more("search:read.files", "read", "Search files"),
  more("search:read.users", "read", "Search people"),
  more("groups:history", "read", "Read messages of private channels"),
  more("im:history", "read", "Read direct messages"),
  more("mpim:history", "read", "Read group messages"),
  more("users:read.email", "read", "Read people's email addresses"),
  more("canvases:read", "read", "Read canvases"),
  more("canvases:write", "write", "Write canvases"),
  more("chat:write", "write", "Send messages in your name"),
];

/** Slack's hosted MCP server. @see https://docs.slack.dev/ai/slack-mcp-server/ */
export const slackMcp: ProviderPreset = {
  key: "slack-mcp",
  name: "Slack MCP",
  purpose: "Slack's own MCP server: search, channels, messages, canvases",
  config: {
    preset: "slack-mcp",
    owner: "member",
    server: { kind: "resource", resource: "https://mcp.slack.com/mcp" },
    client: OWN_APP,
    redirect: atLocalhost(17_733),
    scopes: leastOf(scopes),
    accountName: { kind: "url", url: "https://slack.com/api/auth.test", path: "user" },
    quirks: { ...SLACK_QUIRKS, pkce: "unadvertised", issuerAliases: ["https://slack.com"] },
  },
  app: {
    isNeeded: true,
    createAt: "https://api.slack.com/apps",
    steps: [
      ...SLACK_STEPS,
      "Under Agents & AI Apps turn on Model Context Protocol. Slack lets internal and published apps use it, and no others.",
    ],
  },
  hasSecret: "optional",
  accountPage: "https://my.slack.com/apps/manage",
  scopes: [...scopes],
  notes: [
    "Slack registers no clients by itself: an app has to be created.",
    "Its metadata at mcp.slack.com have named https://slack.com as issuer. Both are taken.",
    "A workspace's admins may have to approve the app.",
  ],
};
