import { HttpError } from "../base/http-error.ts";
import { reachOf } from "../base/http-reach.ts";
import { OAuthError } from "./error.ts";
import type { Net, Origin } from "./grant.ts";
import { quoted } from "./quoted.ts";

/** As long as one that a person may enter. */
const MAX_URL_CHARS = 2048;

/** White space, controls that a terminal obeys, and what turns the direction of a text: parsers let it pass, and people are shown it. */
const UNSEEN = /[\s\p{C}]/u;

/**
 * Judges an address before anything is sent there and before a person is sent there: `https` without a user or password, to the public
 * internet. Where a person chose a host that an admin allowed, the addresses that it names may be allowed ones, too; a public server never
 * leads inside.
 *
 * @param what What the address is, for the log.
 * @returns The address as it came.
 * @throws {OAuthError} `oauth_insecure_url`, `host_not_allowed` (only for what a person chose).
 */
export function assertUrl(net: Pick<Net, "originOf">, address: string, what: string, origin: Origin): string {
  const detail = `${what}: ${quoted(address)}`;
  if (!isPresentable(address) || !URL.canParse(address)) throw insecure(detail);
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw insecure(detail);
  if (url.username !== "" || url.password !== "") throw insecure(`${detail} carries credentials`);
  if (net.originOf(address) === "chosen") {
    if (origin === "public") throw insecure(`${detail} leads from a public server to a private one`);
    return address;
  }
  try {
    reachOf(url, []);
    return address;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.code === "host_not_allowed" && origin === "chosen") throw notAllowed(error);
    throw insecure(detail, error);
  }
}

/** Whether an address may be stored, logged and shown as it came. */
export function isPresentable(address: string): boolean {
  return address.length <= MAX_URL_CHARS && !UNSEEN.test(address);
}

/** The error for an address that an admin could allow. */
export function notAllowed(error: HttpError): OAuthError {
  return new OAuthError(
    "host_not_allowed",
    "config",
    "That address is on this machine or in a private network, which no admin has allowed.",
    { cause: error, ...(error.host === null ? {} : { host: error.host }) },
  );
}

function insecure(detail: string, cause?: HttpError): OAuthError {
  return new OAuthError(
    "oauth_insecure_url",
    "security",
    "The authorization server names an address that is not allowed. Nothing was opened.",
    { detail, ...(cause === undefined ? {} : { cause }) },
  );
}
