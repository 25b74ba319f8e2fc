import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer } from "./parts.ts";

/** Sentry's hosted MCP server. @see https://docs.sentry.io/product/sentry-mcp/ */
export const sentryMcp: ProviderPreset = hostedServer({
  key: "sentry-mcp",
  name: "Sentry MCP",
  purpose: "Sentry's own MCP server: issues, events, projects",
  resource: "https://mcp.sentry.dev/mcp",
  accountPage: "https://sentry.io/settings/account/authorizations/",
  notes: ["You choose what it may do on Sentry's own page while you sign in. Reading is the least."],
});
