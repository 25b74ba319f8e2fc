import type { ProviderPreset, ScopeHint } from "../../../src-contract/oauth.ts";
import { atLocalhost, least, leastOf, more, OWN_APP } from "./parts.ts";

const scopes: readonly ScopeHint[] = [
  least("oauth", "read", "Sign in; HubSpot wants it always"),
  least("crm.objects.contacts.read", "read", "Read contacts"),
  more("crm.objects.contacts.write", "write", "Write contacts"),
  more("crm.objects.companies.read", "read", "Read companies"),
  more("crm.objects.companies.write", "write", "Write companies"),
  more("crm.objects.deals.read", "read", "Read deals"),
  more("crm.objects.deals.write", "write", "Write deals"),
  more("tickets", "write", "Read and write tickets"),
];

/** HubSpot's REST API. @see https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide */
export const hubspot: ProviderPreset = {
  key: "hubspot",
  name: "HubSpot",
  purpose: "HubSpot's API, for servers that take a HubSpot token",
  config: {
    preset: "hubspot",
    owner: "member",
    server: {
      kind: "endpoints",
      issuer: null,
      authorizationUrl: "https://app.hubspot.com/oauth/authorize",
      tokenUrl: "https://api.hubapi.com/oauth/v3/token",
      revocationUrl: "https://api.hubapi.com/oauth/2026-03/token/revoke",
      deviceUrl: null,
    },
    client: OWN_APP,
    redirect: atLocalhost(17_735),
    scopes: leastOf(scopes),
    accountName: { kind: "url", url: "https://api.hubapi.com/account-info/v3/details", path: "portalId" },
    quirks: { clientAuth: "post" },
  },
  app: {
    isNeeded: true,
    createAt: "https://app.hubspot.com/l/developer-overview",
    steps: [
      "In HubSpot's developer pages create an app that signs in with OAuth.",
      "Enter the callback URL that is shown here as redirect URL.",
      "Choose exactly the scopes that are asked for here: HubSpot refuses a sign-in whose scopes are not those of the app.",
      "Enter the app's client ID and client secret here.",
    ],
  },
  hasSecret: "required",
  accountPage: null,
  scopes: [...scopes],
  notes: [
    "HubSpot signs in at app.hubspot.com and exchanges at api.hubapi.com.",
    "A token is for a whole HubSpot account and acts as the app, not as the person who connected it. HubSpot MCP acts as the person.",
    "HubSpot revokes refresh tokens. An access token that is out already is good for what is left of its half hour.",
  ],
};
