import type { ProviderPreset, ProviderQuirks, ScopeHint } from "../../../src-contract/oauth.ts";
import { ANY_PORT, least, leastOf, more, OWN_APP } from "./parts.ts";

/** What an app needs to be at GitHub, for its API and for its MCP server alike. */
export const GITHUB_APP: ProviderPreset["app"] = {
  isNeeded: true,
  createAt: "https://github.com/settings/developers",
  steps: [
    "On GitHub open Settings, Developer settings, OAuth Apps, and choose New OAuth App. For an app of an organization, begin at the organization's settings.",
    "Give it a name that the people who sign in will recognize, and any homepage URL.",
    "As authorization callback URL enter http://127.0.0.1/callback, without a port: GitHub takes every port of it.",
    "Tick Enable Device Flow if people should be able to connect with a code.",
    "Register it, generate a client secret, and enter client ID and secret here.",
  ],
};

/** In what GitHub's authorization server differs. */
export const GITHUB_QUIRKS: ProviderQuirks = {
  clientAuth: "post",
  scopeSeparator: ",",
  deadErrors: ["bad_refresh_token"],
  deleteTokenUrl: "https://api.github.com/applications",
};

const scopes: readonly ScopeHint[] = [
  least("read:user", "read", "Read your profile, and what everybody can read"),
  more("public_repo", "write", "Read and write your public repositories, their issues and pull requests"),
  more(
    "repo",
    "write",
    "Read and write all repositories that you can reach, private ones too; there is no smaller scope for those",
  ),
  more("read:org", "read", "Read which organizations and teams you are in"),
  more("notifications", "write", "Read and mark notifications"),
  more("gist", "write", "Write gists"),
  more("workflow", "write", "Change the workflows of GitHub Actions, which run with secrets"),
  more("delete_repo", "admin", "Delete repositories"),
  more("admin:org", "admin", "Manage organizations, teams and their members"),
];

/** GitHub's REST and GraphQL API. @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
export const github: ProviderPreset = {
  key: "github",
  name: "GitHub",
  purpose: "GitHub's API, for servers that take a GitHub token",
  config: {
    preset: "github",
    owner: "member",
    server: {
      kind: "endpoints",
      issuer: "https://github.com/login/oauth",
      authorizationUrl: "https://github.com/login/oauth/authorize",
      tokenUrl: "https://github.com/login/oauth/access_token",
      revocationUrl: null,
      deviceUrl: "https://github.com/login/device/code",
    },
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
    "Tokens of an OAuth app do not expire. Those of a GitHub App last eight hours and are refreshed; a GitHub App has permissions of its own, and scopes that are asked for here mean nothing to it.",
    "GitHub has a revocation of its own, which wants the app's secret. Gatehouse uses it when an account is disconnected.",
    "GitHub answers errors with status 200. Gatehouse reads them as errors.",
  ],
};
