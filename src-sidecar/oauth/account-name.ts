import {
  allowInsecureRequests,
  customFetch,
  protectedResourceRequest,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import type { AccountNameSource } from "../../src-contract/oauth.ts";
import { ask, bodyText } from "./ask.ts";
import { dpopHandle } from "./dpop.ts";
import type { Grant, Origin } from "./grant.ts";
import { HEADERS } from "./library-view.ts";
import { parseMembers, textOf, valueAt, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { originOfServer } from "./token-endpoint.ts";
import { assertUrl } from "./url-rules.ts";

const MAX_CHARS = 200;
/** Controls, separators of lines, and what turns the direction of a text or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What an account is called, of the usual claims. */
export function bestName(claims: Members): string | null {
  const names = ["email", "preferred_username", "upn", "nickname", "name", "login", "sub"];
  return cleanName(names.map((name) => textOf(claims, name)).find((name) => name !== null) ?? null);
}

/** What is at a path of an answer, as a name: a text, or the number of an account. */
export function accountNameAt(members: Members, path: string): string | null {
  const value = valueAt(members, path);
  return cleanName(typeof value === "number" ? String(value) : typeof value === "string" ? value : null);
}

/** Asks what the account is called. Null when it cannot be found out: a name is not worth an error. */
export async function nameOf(kit: Kit, grant: Grant, source: AccountNameSource): Promise<string | null> {
  try {
    switch (source.kind) {
      case "none":
        return null;
      case "answer":
        return grant.accountName;
      case "openid": {
        const { userinfoUrl } = grant.server;
        if (grant.accountName !== null || userinfoUrl === null || !grant.scopes.includes("openid"))
          return grant.accountName;
        return bestName(await get(kit, grant, userinfoUrl, originOfServer(kit.net, grant.server)));
      }
      case "url": {
        const url = assertUrl(kit.net, source.url, "the account's name", "chosen");
        return accountNameAt(await get(kit, grant, url, "chosen"), source.path);
      }
    }
  } catch {
    return grant.accountName; // As the contract of this function says: a name is nice to have.
  }
}

async function get(kit: Kit, grant: Grant, url: string, origin: Origin): Promise<Members> {
  const { accessToken, dpopKey } = grant;
  const headers = new Headers({ ...HEADERS, accept: "application/json" });
  const response = await protectedResourceRequest(accessToken, "GET", new URL(url), headers, undefined, {
    ...(dpopKey ? { DPoP: await dpopHandle(kit, dpopKey) } : {}),
    [allowInsecureRequests]: true, // The address was judged, and is judged again when it is asked.
    [customFetch]: (address, init) => ask(kit.net, address, { method: "GET", headers: init.headers }, origin),
  }).catch(async (error: unknown) => {
    if (error instanceof WWWAuthenticateChallengeError) await error.response.body?.cancel();
    throw error;
  });
  const body = await bodyText(response);
  return response.ok ? (parseMembers(body) ?? {}) : {};
}

function cleanName(name: string | null): string | null {
  const clean = (name ?? "").replaceAll(UNSEEN, "").trim().slice(0, MAX_CHARS);
  return clean === "" ? null : clean;
}
