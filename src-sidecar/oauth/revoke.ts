import { revocationRequest } from "oauth4webapi";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { ask } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Grant, OAuthClient } from "./grant.ts";
import { parseMembers, textOf } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { originOfServer, sendOnce, type ClientRequest } from "./token-endpoint.ts";

/**
 * Revokes the refresh token, then the access token, as far as the server lets.
 *
 * A server that knows no such revocation for an access token, because it reads it without asking anybody, has done what it can.
 *
 * @see RFC 7009 §2
 */
export async function revoke(
  kit: Kit,
  grant: Grant,
  quirks: ProviderQuirks,
): Promise<"revoked" | "not-offered" | "failed"> {
  const { server, client, refreshToken, accessToken } = grant;
  if (server.revocationUrl === null) return "not-offered";
  const one = async (token: string, hint: string): Promise<boolean> => {
    const additionalParameters = { token_type_hint: hint };
    const send: ClientRequest["send"] = ({ as, client, auth, options }) =>
      revocationRequest(as, client, auth, token, { ...options, additionalParameters });
    const { status, body } = await sendOnce(kit, { server, client, quirks, send });
    const isOver = status >= 200 && status < 300;
    return isOver || (hint === "access_token" && refreshToken !== null && isUnsupported(body));
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

function isUnsupported(body: string): boolean {
  return textOf(parseMembers(body) ?? {}, "error") === "unsupported_token_type";
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
