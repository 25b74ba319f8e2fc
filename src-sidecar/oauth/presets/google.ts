import type { ProviderPreset, ScopeHint } from "../../../src-contract/oauth.ts";
import { ANY_PORT, least, leastOf, more, OWN_APP } from "./parts.ts";

const API = "https://www.googleapis.com/auth";

// Google grants `email` under its long name; asked for by that name, what was asked for and what was granted agree.
const scopes: readonly ScopeHint[] = [
  least("openid", "read", "Know that it is you"),
  least(`${API}/userinfo.email`, "read", "Read your email address"),
  more(`${API}/drive.file`, "write", "Read and write the files that this app made or was given"),
  more(`${API}/drive.readonly`, "read", "Read all files in Drive"),
  more(`${API}/drive`, "write", "Read, write and delete all files in Drive"),
  more(`${API}/documents.readonly`, "read", "Read documents"),
  more(`${API}/spreadsheets.readonly`, "read", "Read spreadsheets"),
  more(`${API}/calendar.readonly`, "read", "Read calendars"),
  more(`${API}/calendar.events`, "write", "Write events in calendars; invitations reach others"),
  more(`${API}/gmail.readonly`, "read", "Read all mail"),
  more(`${API}/gmail.send`, "write", "Send mail in your name"),
];

/** Google's APIs. @see https://developers.google.com/identity/protocols/oauth2/native-app */
export const google: ProviderPreset = {
  key: "google",
  name: "Google",
  purpose: "Google's APIs: Drive, Gmail, Calendar and others",
  config: {
    preset: "google",
    owner: "member",
    server: { kind: "issuer", issuer: "https://accounts.google.com" },
    client: OWN_APP,
    redirect: ANY_PORT,
    scopes: leastOf(scopes),
    accountName: { kind: "openid" },
    quirks: {
      authorizeParams: { access_type: "offline", prompt: "consent" },
      dropScopes: ["offline_access"],
      splitEndpoints: true,
    },
  },
  app: {
    isNeeded: true,
    createAt: "https://console.cloud.google.com/auth/clients",
    steps: [
      "In the Google Cloud console choose a project, and enable the APIs that your servers use (APIs & Services, Library).",
      "Fill in the consent screen (Google Auth Platform, Branding and Audience). Internal is enough where everybody is in your Google Workspace.",
      "Under Clients create an OAuth client of the type Desktop app. It takes every port of 127.0.0.1; no callback URL has to be entered.",
      "Enter its client ID and client secret here.",
    ],
  },
  hasSecret: "required",
  accountPage: "https://myaccount.google.com/connections",
  scopes: [...scopes],
  notes: [
    "Google signs in at accounts.google.com and exchanges at oauth2.googleapis.com.",
    "A refresh token comes only with access_type=offline and prompt=consent, so Google asks for consent each time an account is connected.",
    "A connection that is not used for six months ends, and so does one to Gmail when its password is changed.",
    "While the app's publishing status is Testing, connections end after seven days.",
    "A device code needs a client of the type TVs and Limited Input devices, and works for few scopes.",
  ],
};
