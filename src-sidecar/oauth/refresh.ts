import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { unreachable } from "./ask.ts";
import { newDpopKey } from "./dpop.ts";
import { OAuthError } from "./error.ts";
import type { AskWith, Grant } from "./grant.ts";
import type { Kit } from "./kit.ts";
import { scopeParameter } from "./scopes.ts";
import { grantOf } from "./token-answer.ts";
import { askServer } from "./token-endpoint.ts";
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
  const url = refreshUrl ?? server.tokenUrl;
  const parameters = { grant_type: "refresh_token", refresh_token: refreshToken, resource };
  const request = { server, client, quirks, url, parameters, dpopKey, isTokenRequest: true };
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
  const parameters = { grant_type: "client_credentials", scope: scopeParameter(scopes, quirks), resource };
  const request = { server, client, quirks, url: server.tokenUrl, parameters, dpopKey, isTokenRequest: true };
  const members = await askServer(kit, request);
  const grant = await grantOf(kit, members, { server, client, quirks, resource, scopes, dpopKey, nameSource });
  // There is nothing to refresh: the client asks again. @see RFC 6749 §4.4.3
  return { ...grant, refreshToken: null };
}
