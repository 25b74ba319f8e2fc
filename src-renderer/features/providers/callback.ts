import type { ProviderRedirect } from "../../client/index.ts";

/**
 * The address to enter as callback where the app is created. With any port it stands without one: such servers take every port of a
 * loopback address (RFC 8252 section 7.3).
 */
export function callbackOf(redirect: ProviderRedirect): string {
  switch (redirect.kind) {
    case "any-port":
      return "http://127.0.0.1/callback";
    case "fixed":
      return `http://${redirect.host}:${redirect.port}${redirect.path}`;
  }
}

/** The host of an address that may be none. */
export function hostOf(text: string): string {
  return URL.canParse(text) ? new URL(text).host : text;
}
