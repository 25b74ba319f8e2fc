import type { PresetKey, ProviderPreset } from "../../../src-contract/oauth.ts";
import { atlassianMcp } from "./atlassian-mcp.ts";
import { githubMcp } from "./github-mcp.ts";
import { github } from "./github.ts";
import { google } from "./google.ts";
import { hubspotMcp } from "./hubspot-mcp.ts";
import { hubspot } from "./hubspot.ts";
import { linearMcp } from "./linear-mcp.ts";
import { microsoft } from "./microsoft.ts";
import { notionMcp } from "./notion-mcp.ts";
import { notion } from "./notion.ts";
import { sentryMcp } from "./sentry-mcp.ts";
import { slackMcp } from "./slack-mcp.ts";
import { slack } from "./slack.ts";
import { supabaseMcp } from "./supabase-mcp.ts";
import { vercelMcp } from "./vercel-mcp.ts";

/** A service that is missing here does not compile. */
const ALL: Readonly<Record<PresetKey, ProviderPreset>> = {
  github,
  "github-mcp": githubMcp,
  google,
  microsoft,
  slack,
  "slack-mcp": slackMcp,
  "atlassian-mcp": atlassianMcp,
  "linear-mcp": linearMcp,
  notion,
  "notion-mcp": notionMcp,
  "sentry-mcp": sentryMcp,
  hubspot,
  "hubspot-mcp": hubspotMcp,
  "supabase-mcp": supabaseMcp,
  "vercel-mcp": vercelMcp,
};

/** The providers that Gatehouse knows, in the order of the contract. */
export const PRESETS: readonly ProviderPreset[] = Object.values(ALL);

/** A provider that Gatehouse knows. */
export function presetOf(key: PresetKey): ProviderPreset {
  return ALL[key];
}
