import type { ProviderPreset, ScopeHint } from "../../../src-contract/oauth.ts";
import { atLocalhost, least, leastOf, more, OWN_APP } from "./parts.ts";

const LOGIN = "https://login.microsoftonline.com/common/oauth2/v2.0";

const scopes: readonly ScopeHint[] = [
  least("offline_access", "read", "Stay connected: without it there is no refresh token"),
  least("User.Read", "read", "Read your profile"),
  more("Mail.Read", "read", "Read your mail"),
  more("Mail.Send", "write", "Send mail in your name"),
  more("Calendars.Read", "read", "Read your calendars"),
  more("Calendars.ReadWrite", "write", "Write your calendars; invitations reach others"),
  more("Files.Read", "read", "Read your files in OneDrive"),
  more("Files.ReadWrite.All", "write", "Write all files that you can reach"),
  more("Sites.Read.All", "read", "Read the SharePoint sites that you can reach"),
  more("ChannelMessage.Send", "write", "Send messages to Teams channels in your name"),
];

/** Microsoft Graph, with accounts of Entra ID. @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export const microsoft: ProviderPreset = {
  key: "microsoft",
  name: "Microsoft",
  purpose: "Microsoft Graph: mail, calendar, files, Teams",
  config: {
    preset: "microsoft",
    owner: "member",
    server: {
      kind: "endpoints",
      issuer: null,
      authorizationUrl: `${LOGIN}/authorize`,
      tokenUrl: `${LOGIN}/token`,
      revocationUrl: null,
      deviceUrl: `${LOGIN}/devicecode`,
    },
    client: OWN_APP,
    redirect: atLocalhost(17_731),
    scopes: leastOf(scopes),
    accountName: { kind: "url", url: "https://graph.microsoft.com/v1.0/me", path: "userPrincipalName" },
    quirks: {
      clientAuth: "none",
    },
  },
  app: {
    isNeeded: true,
    createAt: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    steps: [
      "In the Microsoft Entra admin center open App registrations and choose New registration.",
      "Choose who may sign in. For accounts of your organization only, put your tenant's ID in the place of “common” in all addresses here.",
      "Under Authentication add the platform Mobile and desktop applications, with the callback URL that is shown here.",
      "For device codes, set Allow public client flows to Yes.",
      "Under API permissions add the delegated permissions of Microsoft Graph that are asked for here.",
      "Enter the application (client) ID here. This kind of app has no secret; Microsoft refuses one.",
    ],
  },
  hasSecret: "none",
  accountPage: "https://myapps.microsoft.com/",
  scopes: [...scopes],
  notes: [
    "The addresses are entered because the metadata of “common” name an issuer with a placeholder, and do not say that PKCE works. It does, and is used.",
    "What a token is for follows from its scopes. For another API than Graph use its scopes, such as api://<id>/<scope>, and none of Graph's. A resource indicator beside them is refused; none is sent.",
    "Microsoft revokes no single connection. An admin ends them under Users, Revoke sessions.",
  ],
};
