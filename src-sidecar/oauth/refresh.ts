import { clientCredentialsGrantRequest, refreshTokenGrantRequest } from "oauth4webapi";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { unreachable } from "./ask.ts";
import { newDpopKey } from "./dpop.ts";
import { OAuthError } from "./error.ts";
import type { AskWith, Grant } from "./grant.ts";
import type { Kit } from "./kit.ts";
import { scopeParameter } from "./scopes.ts";
import { grantOf } from "./token-answer.ts";
import { askServer, tokenParameters, type ClientRequest } from "./token-endpoint.ts";
import { wantsDpop } from "./code-flow.ts";

/**
 * Asks once for a new access token with exactly this refresh token.
 *
 * @throws {OAuthError} with the verdict `dead` only where the server itself said, definitely, that the grant is over.
 * @see RFC 6749 §6
 */
export async function refresh(kit: Kit, grant: Grant, quirks: ProviderQuirks): Promise<Grant> {
  const { server, client, resource, refreshToken, dpopKey, requestedScopes: scopes, refreshUrl } = grant;
  if (refreshToken === null)
    throw new OAuthError("oauth_grant_refused", "dead", "The connection has expired, and cannot be refreshed.");
  const at = { ...server, tokenUrl: refreshUrl ?? server.tokenUrl };
  const additionalParameters = tokenParameters(quirks, { resource });
  const send: ClientRequest["send"] = ({ as, client, auth, options }) =>
    refreshTokenGrantRequest(as, client, auth, refreshToken, { ...options, additionalParameters });
  const request = { server: at, client, quirks, send, dpopKey };
  const members = await askServer(kit, request).catch((error: unknown) => {
    // Names that suddenly lead inside are those of a captive portal or a broken resolver: nothing is known of the connection.
    const isAddress = error instanceof OAuthError && /^(?:oauth_insecure_url|host_not_allowed)$/.test(error.code);
    throw isAddress ? unreachable(error.detail, { cause: error.cause }) : error;
  });
  return grantOf(kit, members, { server, client, quirks, resource, scopes, dpopKey, before: grant });
}

/** The organization's own token, with nobody's consent but the server's. @see RFC 6749 §4.4 */
export async function clientCredentials(kit: Kit, ask: AskWith): Promise<Grant> {
  const { server, client, quirks, resource, scopes, nameSource } = ask;
  const dpopKey = wantsDpop(ask) ? await newDpopKey() : null;
  const wish = tokenParameters(quirks, { scope: scopeParameter(scopes, quirks), resource });
  const send: ClientRequest["send"] = (to) =>
    clientCredentialsGrantRequest(to.as, to.client, to.auth, wish, to.options);
  const members = await askServer(kit, { server, client, quirks, send, dpopKey });
  const grant = await grantOf(kit, members, { server, client, quirks, resource, scopes, dpopKey, nameSource });
  // There is nothing to refresh: the client asks again. @see RFC 6749 §4.4.3
  return { ...grant, refreshToken: null };
}
