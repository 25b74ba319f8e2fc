import type { ProviderPreset } from "../../../src-contract/oauth.ts";
import { atLocalhost, OWN_APP } from "./parts.ts";

/** Notion's REST API. @see https://developers.notion.com/guides/get-started/authorization */
export const notion: ProviderPreset = {
  key: "notion",
  name: "Notion",
  purpose: "Notion's API, for servers that take a Notion token",
  config: {
    preset: "notion",
    owner: "member",
    server: {
      kind: "endpoints",
      issuer: null,
      authorizationUrl: "https://api.notion.com/v1/oauth/authorize",
      tokenUrl: "https://api.notion.com/v1/oauth/token",
      revocationUrl: null,
      deviceUrl: null,
    },
    client: OWN_APP,
    redirect: atLocalhost(17_734),
    scopes: [],
    accountName: { kind: "answer", path: "owner.user.name" },
    quirks: {
      clientAuth: "basic",
      bodyFormat: "json",
      authorizeParams: { owner: "user" },
    },
  },
  app: {
    isNeeded: true,
    createAt: "https://www.notion.so/profile/integrations",
    steps: [
      "At notion.so/profile/integrations create a new integration of the type Public.",
      "Enter the callback URL that is shown here as redirect URI.",
      "Choose its capabilities: reading content is the least; updating and inserting are for agents that write.",
      "Save it, and enter OAuth client ID and client secret here.",
    ],
  },
  hasSecret: "required",
  accountPage: null,
  scopes: [],
  notes: [
    "Notion has no scopes. What a token can do follows from the integration's capabilities, and from the pages that you choose while you sign in.",
    "Notion takes JSON at its token address, and does not say when a token expires: Gatehouse refreshes when it is refused.",
    "A refresh token that is used twice can end the connection. Gatehouse uses each once.",
    "Notion has no revocation as RFC 7009 says it. After disconnecting, remove the connection in Notion's settings.",
  ],
};
