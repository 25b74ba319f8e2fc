import { getDomain } from "tldts";
import type { ProviderQuirks, ProviderServer } from "../../src-contract/oauth.ts";
import { bodyText, document, unreachable } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Net } from "./grant.ts";
import { parseMembers, type Members } from "./json-members.ts";
import { quoted } from "./quoted.ts";
import { badMetadata, endpoint, parseServer, withoutFlow, type Expected } from "./server-metadata.ts";
import { assertUrl } from "./url-rules.ts";

const OAUTH = "/.well-known/oauth-authorization-server";
const OPENID = "/.well-known/openid-configuration";

/**
 * Loads what an authorization server says of itself, from the well-known places in the order of the MCP specification.
 *
 * @param isLegacy Nobody described the resource: a server without a description is then at the paths of MCP 2025-03-26.
 * @throws {OAuthError} `oauth_discovery_failed`, `oauth_issuer_mismatch`, `oauth_bad_metadata`, `oauth_insecure_url`,
 * `oauth_split_endpoints`, `oauth_unreachable`, `host_not_allowed`.
 * @see RFC 8414 §3, OpenID Connect Discovery §4
 */
export async function loadServer(net: Net, expected: Expected, isLegacy: boolean): Promise<AuthServer> {
  const { issuer, origin } = expected;
  assertUrl(net, issuer, "the issuer", origin);
  if (/[?#]/.test(issuer)) throw badMetadata(`an issuer has no query: ${quoted(issuer)}`);
  let refusal: OAuthError | null = null;
  for (const place of placesOf(issuer)) {
    const members = await membersAt(net, place, expected);
    if (!members) continue;
    try {
      return unsplit(parseServer(net, members, { ...expected, origin: innermost(net, expected) }), expected.quirks);
    } catch (error) {
      // Another place may hold the description of this very issuer.
      if (!(error instanceof OAuthError) || error.code !== "oauth_issuer_mismatch") throw error;
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
  if (isLegacy) return legacyServer(net, expected);
  throw new OAuthError("oauth_discovery_failed", "config", "Where to sign in could not be found out.", {
    detail: `no description of ${quoted(issuer)}`,
    hint: "Ask whoever runs the server for its issuer, or enter its addresses by hand.",
  });
}

/** From addresses that an admin entered: they are meant as they are, only not where nothing may be sent. */
export function serverFrom(
  net: Net,
  endpoints: Extract<ProviderServer, { kind: "endpoints" }>,
  quirks: ProviderQuirks,
): AuthServer {
  const url = (address: string | null, what: string): string | null => endpoint(net, address, what, "chosen");
  url(quirks.refreshUrl ?? null, "the refresh URL");
  const tokenUrl = url(endpoints.tokenUrl, "the token URL") ?? endpoints.tokenUrl;
  return {
    ...bare,
    // Who sends an `iss` is only taken for somebody whom the admin named.
    issuer: endpoints.issuer ?? new URL(tokenUrl).origin,
    authorizationUrl: withoutFlow(url(endpoints.authorizationUrl, "the authorization URL")),
    tokenUrl,
    revocationUrl: url(endpoints.revocationUrl, "the revocation URL"),
    deviceUrl: url(endpoints.deviceUrl, "the device URL"),
  };
}

const bare = {
  aliasOf: null,
  registrationUrl: null,
  parUrl: null,
  userinfoUrl: null,
  jwksUrl: null,
  requiresPar: false,
  sendsIss: false,
  takesMetadataDocument: false,
  scopes: null,
  authMethods: null,
  grantTypes: null,
  dpopAlgorithms: null,
  pkceMethods: ["S256"],
  notes: [],
} as const;

function legacyServer(net: Net, { issuer, origin }: Expected): AuthServer {
  const base = new URL(issuer).origin;
  const url = (path: string): string => assertUrl(net, `${base}${path}`, "the server", origin);
  return {
    ...bare,
    issuer,
    authorizationUrl: url("/authorize"),
    tokenUrl: url("/token"),
    revocationUrl: null,
    registrationUrl: url("/register"),
    deviceUrl: null,
    notes: ["It does not describe itself; the addresses of older servers are used."],
  };
}

function placesOf(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, "");
  const places = [`${origin}${OAUTH}${path}`, `${origin}${OPENID}${path}`];
  return path === "" ? places : [...places, `${origin}${path}${OPENID}`];
}

/** Null: there is no such document. */
async function membersAt(net: Net, place: string, { origin }: Expected): Promise<Members | null> {
  const response = await document(net, place, origin).catch((error: unknown) => {
    // The place itself was judged before: somewhere on the way it led to where nothing may be asked.
    if (!(error instanceof OAuthError) || error.code !== "oauth_insecure_url") throw error;
    throw new OAuthError("oauth_discovery_failed", "security", "Where to sign in could not be found out.", {
      detail: error.detail,
      cause: error,
    });
  });
  if (response.status === 429 || response.status >= 500)
    throw unreachable(`${new URL(place).host} answered ${response.status}`);
  const body = await bodyText(response);
  return response.status === 200 ? parseMembers(body) : null;
}

/** What a public server says leads to public addresses only, whoever named that server. */
function innermost(net: Net, { issuer, origin }: Expected): Expected["origin"] {
  return net.originOf(issuer) === "public" ? "public" : origin;
}

/**
 * A server that does not say who it is on the way back can be mixed up with another one: somebody's description then names an honest page
 * to sign in at, and a place of their own to bring the code to.
 *
 * @see RFC 9700 §4.4
 */
function unsplit(server: AuthServer, quirks: ProviderQuirks): AuthServer {
  if (server.sendsIss || server.authorizationUrl === null) return server;
  const [signIn, exchange] = [siteOf(server.authorizationUrl), siteOf(server.tokenUrl)];
  if (signIn === exchange) return server;
  if (quirks.splitEndpoints === true)
    return { ...server, notes: [...server.notes, `Signs in at ${signIn} and exchanges at ${exchange}.`] };
  throw new OAuthError(
    "oauth_split_endpoints",
    "security",
    "The authorization server signs in at one site and exchanges at another. Nothing was opened.",
    {
      detail: `${signIn} and ${exchange}`,
      hint: "If its makers say that this is meant so, an admin can allow it in the provider's settings.",
    },
  );
}

/** What one owner has: a registrable domain, or a host that is none. */
function siteOf(address: string): string {
  const { hostname } = new URL(address);
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}
