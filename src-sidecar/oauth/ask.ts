import { HttpError } from "../base/http-error.ts";
import { OAuthError } from "./error.ts";
import type { Net, Origin } from "./grant.ts";
import { notAllowed } from "./url-rules.ts";

/** Sends one request. @throws {OAuthError} `oauth_unreachable`, `oauth_insecure_url`, `host_not_allowed`. */
export async function ask(net: Net, url: string, init: RequestInit, origin: Origin): Promise<Response> {
  try {
    return await net.fetch(url, init, origin);
  } catch (error) {
    throw netError(error, url);
  }
}

/** Gets a document, along a few redirects. @throws {OAuthError} as `ask`. */
export async function document(net: Net, url: string, origin: Origin): Promise<Response> {
  try {
    return await net.document(url, origin);
  } catch (error) {
    throw netError(error, url);
  }
}

/** Reads a body. @throws {OAuthError} `oauth_unreachable`. */
export async function bodyText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw netError(error, response.url);
  }
}

/** A server that is there and answers, but not now. */
export function unreachable(
  detail: string,
  options: ErrorOptions & { readonly retryAfterMs?: number } = {},
): OAuthError {
  return new OAuthError(
    "oauth_unreachable",
    "transient",
    "The authorization server could not be reached, or does not answer now.",
    { detail, hint: "Check that this machine is online, and try again in a few minutes.", ...options },
  );
}

function netError(cause: unknown, url: string): OAuthError {
  const detail = `${URL.canParse(url) ? new URL(url).host : "the server"}: `;
  if (!(cause instanceof HttpError)) return unreachable(`${detail}broken off`, { cause });
  switch (cause.code) {
    case "url_refused":
      return new OAuthError(
        "oauth_insecure_url",
        "security",
        "The authorization server is at an address that is not allowed. Nothing was sent.",
        { detail: `${detail}${cause.message}`, cause },
      );
    case "host_not_allowed":
      return notAllowed(cause);
    case "unreachable":
    case "timeout":
    case "closed":
    case "too_large":
      return unreachable(`${detail}${cause.message}`, { cause });
  }
}

/** When a busy server wants to be asked again, in milliseconds from now. @see RFC 9110 §10.2.3 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const at = /^\d{1,9}$/.test(value) ? nowMs + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
