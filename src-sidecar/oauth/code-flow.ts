import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  nopkce,
  processPushedAuthorizationResponse,
  pushedAuthorizationRequest,
  validateAuthResponse,
} from "oauth4webapi";
import { OAuthError } from "./error.ts";
import { newDpopKey } from "./dpop.ts";
import type { AskWith, Grant, PendingAuthorization } from "./grant.ts";
import { numberOf } from "./json-members.ts";
import { judged } from "./judged-answer.ts";
import { clientView, serverView } from "./library-view.ts";
import type { Kit } from "./kit.ts";
import { quoted } from "./quoted.ts";
import { ofSignIn, refusalOf, unusableAnswer } from "./refusal.ts";
import { scopeParameter } from "./scopes.ts";
import { badMetadata, FLOW_PARAMETERS } from "./server-metadata.ts";
import { grantOf } from "./token-answer.ts";
import { askServer, assertOwn, originOfServer, tokenParameters, type ClientRequest } from "./token-endpoint.ts";
import { assertUrl } from "./url-rules.ts";

type CodeAsk = AskWith & { readonly redirectUri: string };

/**
 * Prepares the way to the sign-in page, with PKCE (S256) always, unless the provider's settings say that it refuses that.
 *
 * @throws {OAuthError} `oauth_pkce_unsupported`, `oauth_bad_metadata`, and what a pushed request is refused with.
 * @see RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, RFC 9126 §2
 */
export async function beginCode(
  kit: Kit,
  ask: CodeAsk,
): Promise<{ readonly url: string; readonly pending: PendingAuthorization }> {
  const { server, client, quirks, redirectUri, resource, nameSource } = ask;
  const { authorizationUrl } = server;
  if (authorizationUrl === null) throw badMetadata("no authorization_endpoint");
  assertUrl(kit.net, authorizationUrl, "authorization_endpoint", originOfServer(kit.net, server));
  assertOwn(client, server);
  assertPkce(ask);
  const scopes = withOfflineAccess(ask);
  const pending: PendingAuthorization = {
    server,
    client,
    quirks,
    redirectUri,
    resource,
    scopes,
    state: generateRandomState(),
    nonce: scopes.includes("openid") ? generateRandomNonce() : null,
    codeVerifier: quirks.pkce === "off" ? null : generateRandomCodeVerifier(),
    dpopKey: wantsDpop(ask) ? await newDpopKey() : null,
    nameSource,
  };
  const parameters = await authorizationParameters(pending);
  return {
    url: withParameters(authorizationUrl, server.requiresPar ? await push(kit, pending, parameters) : parameters),
    pending,
  };
}

/** Whether a key is made to which the tokens are bound. */
export function wantsDpop({ server, wantsDpop }: AskWith): boolean {
  return wantsDpop === true && (server.dpopAlgorithms ?? ["ES256"]).includes("ES256");
}

/**
 * Exchanges the code that a person came back with. State first, then who sent them back; only then what they say is read.
 *
 * @throws {OAuthError} `oauth_bad_answer` (another state, a repeated parameter, no code), `oauth_issuer_mismatch`, `oauth_denied`, and
 * what the exchange is refused with. Nothing was sent in the first two cases.
 * @see RFC 9207 §2.4, RFC 6749 §4.1.3
 */
export async function finishCode(kit: Kit, pending: PendingAuthorization, callback: URLSearchParams): Promise<Grant> {
  const { server, client, quirks, resource, dpopKey, nonce, nameSource, scopes, redirectUri, codeVerifier } = pending;
  const validated = validatedReturn(pending, callback);
  const error = callback.get("error");
  if (error !== null) {
    const members = { error, error_description: callback.get("error_description") };
    throw refusalOf({ host: new URL(server.tokenUrl).host, status: null, members, quirks, secrets: [] });
  }
  if (!validated.get("code")) throw unusableAnswer("the return holds no code", "security");
  const additionalParameters = tokenParameters(quirks, { resource });
  const send: ClientRequest["send"] = ({ as, client, auth, options }) =>
    authorizationCodeGrantRequest(as, client, auth, validated, redirectUri, codeVerifier ?? nopkce, {
      ...options,
      additionalParameters,
    });
  const request = { server, client, quirks, send, dpopKey };
  const members = await askServer(kit, request).catch((refused: unknown) => {
    throw ofSignIn(refused);
  });
  return grantOf(kit, members, {
    server,
    client,
    quirks,
    resource,
    scopes,
    dpopKey,
    nonce,
    nameSource,
  });
}

function assertPkce({ server, quirks }: CodeAsk): void {
  if (quirks.pkce !== undefined || server.pkceMethods?.includes("S256")) return;
  throw new OAuthError(
    "oauth_pkce_unsupported",
    "security",
    "The authorization server does not say that it protects the sign-in against interception (PKCE). Nothing was opened.",
    {
      detail: `code_challenge_methods_supported: ${quoted(server.pkceMethods?.join(" ") ?? null)}`,
      hint: "If its makers say that it does, an admin can say so in the provider's settings.",
    },
  );
}

/** Where the server knows that scope, a refresh token is asked for along with whatever else is. @see OpenID Connect Core §11 */
function withOfflineAccess({ server, scopes, quirks }: CodeAsk): readonly string[] {
  const isKnown = server.scopes?.includes("offline_access") === true && !quirks.dropScopes?.includes("offline_access");
  const wanted = isKnown && scopes.length > 0 ? [...scopes, "offline_access"] : scopes;
  return [...new Set(wanted)].filter((scope) => !quirks.dropScopes?.includes(scope));
}

async function authorizationParameters(pending: PendingAuthorization): Promise<Map<string, string>> {
  const { client, quirks, redirectUri, resource, scopes, codeVerifier } = pending;
  const isOffline = scopes.includes("offline_access");
  const added = { ...(isOffline ? { prompt: "consent" } : {}), ...quirks.authorizeParams };
  const challenge = codeVerifier === null ? null : await calculatePKCECodeChallenge(codeVerifier);
  const own: Record<string, string | null> = {
    response_type: "code",
    client_id: client.id,
    redirect_uri: redirectUri,
    scope: scopeParameter(scopes, quirks),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: challenge,
    code_challenge_method: challenge === null ? null : "S256",
    resource,
  };
  const parameters = new Map(Object.entries(added).filter(([name]) => !FLOW_PARAMETERS.has(name.toLowerCase())));
  for (const [name, value] of Object.entries(own)) if (value !== null) parameters.set(name, value);
  return parameters;
}

/** Tells the server what is asked for, out of the browser's sight. */
async function push(
  kit: Kit,
  pending: PendingAuthorization,
  parameters: Map<string, string>,
): Promise<Map<string, string>> {
  const { server, client, quirks, dpopKey } = pending;
  if (server.parUrl === null) throw badMetadata("no pushed_authorization_request_endpoint");
  const wish = Object.fromEntries(parameters);
  const send: ClientRequest["send"] = (to) => pushedAuthorizationRequest(to.as, to.client, to.auth, wish, to.options);
  const answer = await askServer(kit, { server, client, quirks, send, dpopKey });
  // Its time is not needed: the person is sent there at once.
  const regular = Response.json({ ...answer, expires_in: numberOf(answer, "expires_in") ?? 60 }, { status: 201 });
  const view = clientView(kit, client.id);
  const pushed = await judged(
    "a pushed request",
    processPushedAuthorizationResponse(serverView(server), view, regular),
  );
  return new Map([
    ["client_id", client.id],
    ["request_uri", pushed.request_uri],
  ]);
}

function withParameters(address: string, parameters: ReadonlyMap<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of parameters) url.searchParams.set(name, value);
  return url.href;
}

function validatedReturn({ server, client, state }: PendingAuthorization, callback: URLSearchParams): URLSearchParams {
  for (const name of ["state", "code", "iss", "error"])
    if (callback.getAll(name).length > 1) throw unusableAnswer(`the return names ${name} twice`, "security");
  if (callback.get("state") !== state) throw unusableAnswer("the return has another state", "security");
  const iss = callback.get("iss");
  // Where the description of an alias was allowed, the server may name itself either way.
  const issuer = iss !== null && iss === server.aliasOf ? iss : server.issuer;
  const described = { issuer, authorization_response_iss_parameter_supported: server.sendsIss };
  try {
    return validateAuthResponse(described, { client_id: client.id }, withoutError(callback), state);
  } catch (cause) {
    throw new OAuthError(
      "oauth_issuer_mismatch",
      "security",
      "The person came back from another authorization server than they were sent to. Nothing was sent.",
      {
        detail: `expected ${quoted(server.issuer)}, came from ${quoted(iss)}`,
        hint: "If that is the provider's own name for itself, an admin can enter it as its issuer.",
        cause,
      },
    );
  }
}

/** Errors are read here, once it is known who sent them. */
function withoutError(callback: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(callback);
  for (const name of ["error", "error_description", "error_uri", "response", "id_token", "token"]) rest.delete(name);
  return rest;
}
