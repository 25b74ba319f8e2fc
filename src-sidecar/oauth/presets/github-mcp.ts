import type { ProviderPreset, ScopeHint } from "../../../src-contract/oauth.ts";
import { GITHUB_APP, GITHUB_QUIRKS } from "./github.ts";
import { ANY_PORT, least, leastOf, more, OWN_APP } from "./parts.ts";

const scopes: readonly ScopeHint[] = [
  least("read:user", "read", "Read your profile, and what everybody can read"),
  least("read:org", "read", "Read which organizations and teams you are in"),
  more("public_repo", "write", "Read and write your public repositories, their issues and pull requests"),
  more("repo", "write", "Read and write all repositories that you can reach, private ones too"),
  more("notifications", "write", "Read and mark notifications"),
  more("gist", "write", "Write gists"),
  more("project", "write", "Read and write projects"),
];

/** GitHub's hosted MCP server. @see https://github.com/github/github-mcp-server */
export const githubMcp: ProviderPreset = {
  key: "github-mcp",
  name: "GitHub MCP",
  purpose: "GitHub's own MCP server: repositories, issues, pull requests",
  config: {
    preset: "github-mcp",
    owner: "member",
    server: { kind: "resource", resource: "https://api.githubcopilot.com/mcp/" },
    client: OWN_APP,
    redirect: ANY_PORT,
    scopes: leastOf(scopes),
    accountName: { kind: "url", url: "https://api.github.com/user", path: "login" },
    quirks: GITHUB_QUIRKS,
  },
  app: GITHUB_APP,
  hasSecret: "required",
  accountPage: "https://github.com/settings/applications",
  scopes: [...scopes],
  notes: [
    "GitHub registers no clients by itself: an app has to be created.",
    "A connector with the address https://api.githubcopilot.com/mcp/readonly is offered reading tools only.",
    "An organization may have to approve the app before its repositories can be reached.",
  ],
};
