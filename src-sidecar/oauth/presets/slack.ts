import type { ProviderPreset, ProviderQuirks, ScopeHint } from "../../../src-contract/oauth.ts";
import { atLocalhost, least, leastOf, more, OWN_APP } from "./parts.ts";

/** In what Slack's answers differ, for its API and for its MCP server alike. */
export const SLACK_QUIRKS: ProviderQuirks = {
  scopeSeparator: ",",
  tokenPath: "authed_user",
  okPath: "ok",
  tokenTypes: ["user"],
  deadErrors: ["invalid_refresh_token", "token_revoked", "token_expired", "account_inactive"],
};

/** How an app is created at Slack that signs people in on their own machine. */
export const SLACK_STEPS: readonly string[] = [
  "At api.slack.com/apps choose Create New App, From scratch, and the workspace.",
  "Under OAuth & Permissions add the callback URL that is shown here as redirect URL, and opt in to PKCE: without it Slack takes https addresses only. PKCE makes the app a public one for good.",
  "There, under User Token Scopes, add the scopes that are asked for here. Bot scopes are refused.",
  "Turn on token rotation, so that tokens expire and are refreshed.",
  "Enter client ID and client secret from Basic Information here.",
];

const scopes: readonly ScopeHint[] = [
  least("channels:read", "read", "List public channels"),
  least("users:read", "read", "List people"),
  more("channels:history", "read", "Read messages of public channels that you are in"),
  more("groups:history", "read", "Read messages of private channels that you are in"),
  more("im:history", "read", "Read your direct messages"),
  more("mpim:history", "read", "Read your group messages"),
  more("search:read", "read", "Search everything that you can read"),
  more("users:read.email", "read", "Read people's email addresses"),
  more("chat:write", "write", "Send messages in your name"),
  more("files:read", "read", "Read files"),
  more("files:write", "write", "Upload and delete files"),
];

/** Slack's Web API, as a person and not as a bot. @see https://docs.slack.dev/authentication/using-pkce */
export const slack: ProviderPreset = {
  key: "slack",
  name: "Slack",
  purpose: "Slack's Web API, in the name of whoever connects",
  config: {
    preset: "slack",
    owner: "member",
    server: {
      kind: "endpoints",
      issuer: null,
      authorizationUrl: "https://slack.com/oauth/v2_user/authorize",
      tokenUrl: "https://slack.com/api/oauth.v2.user.access",
      revocationUrl: "https://slack.com/api/auth.revoke",
      deviceUrl: null,
    },
    client: OWN_APP,
    redirect: atLocalhost(17_732),
    scopes: leastOf(scopes),
    accountName: { kind: "url", url: "https://slack.com/api/auth.test", path: "user" },
    quirks: SLACK_QUIRKS,
  },
  app: { isNeeded: true, createAt: "https://api.slack.com/apps", steps: [...SLACK_STEPS] },
  hasSecret: "optional",
  accountPage: "https://my.slack.com/apps/manage",
  scopes: [...scopes],
  notes: [
    'Slack answers errors with status 200 and "ok": false, and puts a person\'s token under authed_user.',
    "With token rotation, access tokens last 12 hours. Refresh tokens of an app with PKCE end after 30 days: connect again then.",
    "Slack revokes access tokens. Whether it took the refresh token as well is said after disconnecting; if it did not, remove the app under Apps in Slack.",
  ],
};
