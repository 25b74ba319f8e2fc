import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { OAuthError, type OAuthErrorCode, type Verdict } from "./error.ts";
import { textOf, type Members } from "./json-members.ts";
import { quoted } from "./quoted.ts";

interface Meaning {
  readonly code: OAuthErrorCode;
  readonly verdict: Verdict;
  readonly message: string;
  readonly hint?: string;
}

const over: Meaning = {
  code: "oauth_grant_refused",
  verdict: "dead",
  message: "The authorization server no longer accepts this connection.",
};
const person: Meaning = {
  code: "oauth_denied",
  verdict: "denied",
  message: "The sign-in was refused at the authorization server.",
  hint: "Begin again and allow what it asks for. If it asked nothing, an admin can check the scopes in the provider's settings.",
};
const busy: Meaning = {
  code: "oauth_unreachable",
  verdict: "transient",
  message: "The authorization server says that it cannot answer now.",
  hint: "Nothing has to be changed here: try again in a few minutes.",
};
const other: Meaning = {
  code: "oauth_bad_answer",
  verdict: "config",
  message: "The authorization server refused the request. Nothing was stored.",
};

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["invalid_grant", over],
  // Only a person can answer what is asked for: the connection is of no more use without them.
  ["interaction_required", over],
  ["login_required", over],
  ["consent_required", over],
  [
    "invalid_client",
    {
      code: "oauth_client_refused",
      verdict: "client-dead",
      message: "The authorization server does not know the app, or refuses its secret.",
      hint: "An admin can compare the client ID with the app's, and enter its client secret again, in the provider's settings.",
    },
  ],
  [
    "unauthorized_client",
    {
      code: "oauth_client_refused",
      verdict: "config",
      message: "The app may not sign in this way at the authorization server.",
      hint: "Check at the provider what the app is allowed to do.",
    },
  ],
  ["access_denied", person],
  [
    "expired_token",
    { code: "oauth_expired", verdict: "denied", message: "The sign-in took too long. Begin it again." },
  ],
  ["temporarily_unavailable", busy],
  ["server_error", busy],
  ["slow_down", busy],
  [
    "invalid_scope",
    {
      ...other,
      hint: "The authorization server does not know one of the scopes: check them in the provider's settings.",
    },
  ],
  [
    "invalid_target",
    { ...other, hint: "The authorization server does not know the resource: check it in the provider's settings." },
  ],
]);

/** What a server refused. `status` is null for what the browser brought back. */
export interface Refused {
  readonly host: string;
  readonly status: number | null;
  readonly members: Members;
  readonly quirks: ProviderQuirks;
  /** What was sent and is secret: a server may say it back. */
  readonly secrets: readonly string[];
}

/** What an error of RFC 6749 section 5.2 and its kin mean. Known by the code alone: descriptions are for the log. */
export function refusalOf({ host, status, members, quirks, secrets }: Refused): OAuthError {
  const error = textOf(members, "error") ?? "";
  const isOver = (quirks.deadErrors ?? []).includes(error);
  const { code, verdict, message, hint } = isOver ? over : (MEANINGS.get(error) ?? other);
  const echoes = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  const said = [error, textOf(members, "error_description")]
    .filter((text) => text !== null)
    .map((text) => (echoes(text) ? "…" : text));
  const detail = `${host} answered ${status ?? "the sign-in"}: ${said.map(quoted).join(" ")}`;
  return new OAuthError(code, verdict, message, { detail, said: error, ...(hint === undefined ? {} : { hint }) });
}

/** A refusal of the first token is about the sign-in: there is no connection yet that could be over. */
export function ofSignIn(error: unknown): unknown {
  if (!(error instanceof OAuthError) || error.code !== "oauth_grant_refused") return error;
  const { detail, said } = error;
  const message = "The authorization server did not accept the sign-in. Begin it again.";
  return new OAuthError("oauth_denied", "denied", message, {
    detail,
    cause: error,
    hint: "If it is refused again, an admin can check the app and the callback address at the provider.",
    ...(said === null ? {} : { said }),
  });
}

/** The answer is none that the protocol allows. */
export function unusableAnswer(detail: string, verdict: Verdict, hint = ""): OAuthError {
  return new OAuthError(
    "oauth_bad_answer",
    verdict,
    "The authorization server's answer is not one that the sign-in allows. Nothing was stored.",
    { detail, hint },
  );
}
