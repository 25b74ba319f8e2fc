import { revocationRequest } from "oauth4webapi";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { ask } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Grant, OAuthClient } from "./grant.ts";
import { parseMembers, valueAt } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { clientView, HEADERS, serverView } from "./library-view.ts";
import { assertOwn, originOfServer, sendOnce, type ClientRequest } from "./token-endpoint.ts";
import { clientAuth } from "./token-request.ts";
import { assertUrl } from "./url-rules.ts";

/**
 * Revokes the refresh token, then the access token, as far as the server lets.
 *
 * A server that knows no such revocation for an access token, because it reads it without asking anybody, has done what it can; so has one
 * that does not know the access token any more.
 *
 * @see RFC 7009 §2
 */
export async function revoke(
  kit: Kit,
  grant: Grant,
  quirks: ProviderQuirks,
): Promise<"revoked" | "not-offered" | "failed"> {
  const { server, client, refreshToken, accessToken } = grant;
  if (quirks.deleteTokenUrl !== undefined) return deleteToken(kit, grant, quirks.deleteTokenUrl);
  if (server.revocationUrl === null) return "not-offered";
  const one = async (token: string, hint: string): Promise<boolean> => {
    const additionalParameters = { token_type_hint: hint };
    const send: ClientRequest["send"] = ({ as, client, auth, options }) =>
      revocationRequest(as, client, auth, token, { ...options, additionalParameters });
    const { status, body } = await sendOnce(kit, { server, client, quirks, send });
    const isOver = status >= 200 && status < 300 && !isError(body, quirks);
    // With the refresh token its access tokens are over. Some say then that they do not know them, or that they revoke no others.
    return isOver || (hint === "access_token" && refreshToken !== null && status === 400);
  };
  try {
    const isRefreshOver = refreshToken === null || (await one(refreshToken, "refresh_token"));
    const isAccessOver = await one(accessToken, "access_token");
    return isRefreshOver && isAccessOver ? "revoked" : "failed";
  } catch (error) {
    if (error instanceof OAuthError) return "failed";
    throw error;
  }
}

/** Some answer with 200 whatever it is. */
function isError(body: string, { okPath }: ProviderQuirks): boolean {
  return okPath !== undefined && valueAt(parseMembers(body) ?? {}, okPath) === false;
}

/** @see https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token */
async function deleteToken(
  kit: Kit,
  { server, client, accessToken }: Grant,
  at: string,
): Promise<"revoked" | "failed"> {
  assertOwn(client, server);
  const headers = new Headers({ ...HEADERS, accept: "application/json", "content-type": "application/json" });
  try {
    const url = assertUrl(kit.net, `${at}/${encodeURIComponent(client.id)}/token`, "deleteTokenUrl", "chosen");
    await clientAuth({ ...client, auth: "basic" })(
      serverView(server),
      clientView(kit, client.id),
      new URLSearchParams(),
      headers,
    );
    const init = {
      method: "DELETE",
      headers: Object.fromEntries(headers),
      body: JSON.stringify({ access_token: accessToken }),
    };
    const { status, body } = await ask(kit.net, url, init, originOfServer(kit.net, server));
    await body?.cancel();
    return status === 204 ? "revoked" : "failed";
  } catch (error) {
    if (error instanceof OAuthError) return "failed";
    throw error;
  }
}

/** Deletes a dynamic registration, where the server gave us the means. @see RFC 7592 §2.3 */
export async function unregister(kit: Kit, client: OAuthClient, server: AuthServer): Promise<void> {
  if (client.management === null) return;
  const { url, token } = client.management;
  const init = { method: "DELETE", headers: { authorization: `Bearer ${token}` } };
  try {
    const response = await ask(kit.net, url, init, originOfServer(kit.net, server));
    await response.body?.cancel();
  } catch (error) {
    // A registration that stays behind does no harm without its secrets, which are forgotten here.
    if (!(error instanceof OAuthError)) throw error;
  }
}
