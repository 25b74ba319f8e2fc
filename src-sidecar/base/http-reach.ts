import { addressKind } from "./http-address.ts";
import { HttpError } from "./http-error.ts";

/** Names that no public server has: of this machine, of the network around it, or completed by it. */
const INSIDE = /\.(?:localhost|local|internal|home\.arpa)$/;

/** A URL that may be asked, as far as that can be told before the addresses of its name are known. */
export interface Reach {
  readonly url: URL;
  /** Whether an admin named its host: only then an address of this machine or a private network follows. */
  readonly isNamed: boolean;
}

/**
 * Judges a URL: `https` to public addresses, and either scheme to a host of this machine or a private network that an admin named.
 *
 * @param allowedHosts The hosts that were named, each `host` or `host:port`.
 * @throws {HttpError} `url_refused`, `host_not_allowed`.
 */
export function reachOf(input: string | URL, allowedHosts: readonly string[]): Reach {
  const url = URL.canParse(String(input)) ? new URL(input) : null;
  if (!url) throw refusal("That is not a complete address.");
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refusal("Only http and https addresses are allowed.");
  if (url.username !== "" || url.password !== "") throw refusal("An address must not hold a user name or a password.");
  const isNamed = isListed(url, allowedHosts);
  const name = bareHost(url);
  if (isLiteral(name)) assertAddress({ url, isNamed }, name);
  else if (!isNamed && (!name.includes(".") || INSIDE.test(name))) throw notNamed(url);
  else if (!isNamed && url.protocol === "http:") throw plain();
  return { url, isNamed };
}

/**
 * Judges an address that the connection would be made to.
 *
 * @throws {HttpError} `url_refused`, `host_not_allowed`.
 */
export function assertAddress({ url, isNamed }: Reach, address: string): void {
  switch (addressKind(address)) {
    case "refused":
      throw refusal(
        bareHost(url) === address
          ? `The address ${address} is not allowed.`
          : `${url.hostname} leads to ${JSON.stringify(address)}, which is not allowed.`,
      );
    case "local":
      if (!isNamed) throw notNamed(url);
      return;
    case "public":
      if (url.protocol === "http:") throw plain();
  }
}

/** Whether an admin named the host of this URL, at this port or at all. */
export function isListed(url: URL, allowedHosts: readonly string[]): boolean {
  const host = listedForm(url);
  const withPort = hostAndPort(url);
  return allowedHosts.some((one) => one === host || one === withPort);
}

/** `host:port`, as the allow-list has it. */
function hostAndPort(url: URL): string {
  return `${listedForm(url)}:${url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port}`;
}

function listedForm(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

function bareHost(url: URL): string {
  return listedForm(url).replace(/^\[|\]$/g, "");
}

// The parser of URLs has turned every way to write an IPv4 address into four numbers.
const isLiteral = (name: string): boolean => /^[\d.]+$|:/.test(name);

const refusal = (message: string): HttpError => new HttpError("url_refused", message);

function plain(): HttpError {
  return refusal("Plain http is only allowed to hosts of your own network that an admin has allowed; use https.");
}

function notNamed(url: URL): HttpError {
  const host = hostAndPort(url);
  const message = `${host} is on this machine or in a private network, and no admin has allowed it.`;
  return new HttpError("host_not_allowed", message, { host });
}
