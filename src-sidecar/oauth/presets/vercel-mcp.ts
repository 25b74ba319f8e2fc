import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { hostedServer } from "./parts.ts";

/** Vercel's hosted MCP server. @see https://vercel.com/docs/mcp/vercel-mcp */
export const vercelMcp: ProviderPreset = hostedServer({
  key: "vercel-mcp",
  name: "Vercel MCP",
  purpose: "Vercel's own MCP server: projects, deployments, logs",
  resource: "https://mcp.vercel.com",
  notes: [
    "Vercel registers clients whose callback URL is on this machine, as Gatehouse's is, and has a list of the other clients that it lets in. Should it refuse, only Vercel can change that.",
    "It can reach everything in your Vercel teams that you can reach.",
  ],
});
