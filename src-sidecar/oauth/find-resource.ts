import { bodyText, document, unreachable } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { Challenge, Net, Origin, ProtectedResource } from "./grant.ts";
import { parseMembers, textOf, textsOf, type Members } from "./json-members.ts";
import { quoted } from "./quoted.ts";
import { cleanScopes } from "./scopes.ts";
import { assertUrl, isPresentable } from "./url-rules.ts";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";
const MAX_SERVERS = 20;

/**
 * Finds out who guards a resource: what its challenge points to, else the well-known places. Its description has to be about itself.
 *
 * @throws {OAuthError} `oauth_resource_mismatch`, `oauth_bad_metadata`, `oauth_insecure_url`, `host_not_allowed`, `oauth_unreachable`.
 * @see RFC 9728 §3, §5
 */
export async function findResource(
  net: Net,
  resource: string,
  challenge: Challenge | null,
): Promise<ProtectedResource> {
  assertUrl(net, resource, "the resource", "chosen");
  const origin = net.originOf(resource);
  for (const place of placesOf(net, resource, challenge)) {
    const isOwn = new URL(place).origin === new URL(resource).origin;
    const members = await membersAt(net, place, isOwn ? "chosen" : origin);
    if (members) return described(net, { resource, place, challenge }, members);
  }
  return {
    resource: null,
    issuers: [new URL(resource).origin],
    scopes: challenge?.scope ?? null,
    origin,
    wantsDpop: challenge?.scheme === "dpop",
  };
}

function placesOf(net: Net, resource: string, challenge: Challenge | null): string[] {
  const { origin, pathname, search } = new URL(resource);
  const path = pathname.replace(/\/+$/, "");
  const root = `${origin}${WELL_KNOWN}`;
  const wellKnown = path === "" && search === "" ? [root] : [`${root}${path}${search}`, root];
  const named = challenge?.resourceMetadata ?? null;
  return named === null
    ? wellKnown
    : [assertUrl(net, named, "resource_metadata", net.originOf(resource)), ...wellKnown];
}

/** Null: there is no such document. A server that answers every path with a page has none, either. */
async function membersAt(net: Net, place: string, origin: Origin): Promise<Members | null> {
  const response = await document(net, place, origin);
  if (response.status === 429 || response.status >= 500)
    throw unreachable(`${new URL(place).host} answered ${response.status}`);
  const body = await bodyText(response);
  return response.status === 200 ? parseMembers(body) : null;
}

interface Asked {
  readonly resource: string;
  readonly place: string;
  readonly challenge: Challenge | null;
}

function described(net: Net, { resource, place, challenge }: Asked, members: Members): ProtectedResource {
  const named = textOf(members, "resource");
  if (named === null) throw badMetadata(`no "resource" at ${quoted(place)}`);
  if (!covers(named, resource)) throw mismatch(named, resource);
  const origin = net.originOf(place) === "public" ? "public" : net.originOf(resource);
  const scopes = cleanScopes(textsOf(members, "scopes_supported") ?? []);
  return {
    resource: named,
    issuers: issuersOf(net, members, origin) ?? [new URL(resource).origin],
    // An empty list means that nothing in particular has to be asked for.
    scopes: challenge?.scope ?? (scopes.length === 0 ? null : scopes),
    origin,
    wantsDpop: challenge?.scheme === "dpop" || members["dpop_bound_access_tokens_required"] === true,
  };
}

/** The servers whose address may be used; null where none is named at all. @throws {OAuthError} when none of them may be. */
function issuersOf(net: Net, members: Members, origin: Origin): readonly string[] | null {
  const named = [...new Set(textsOf(members, "authorization_servers"))].slice(0, MAX_SERVERS);
  if (named.length === 0) return null;
  const refusals: unknown[] = [];
  const allowed = named.filter((issuer) => {
    try {
      assertUrl(net, issuer, "authorization_servers", origin);
      return true;
    } catch (error) {
      refusals.push(error);
      return false;
    }
  });
  if (allowed.length === 0) throw refusals[0];
  return allowed;
}

/** Whether a description is about this resource: itself, or a whole of which it is a part. A sibling is another one. */
function covers(named: string, resource: string): boolean {
  if (!isPresentable(named) || !URL.canParse(named)) return false;
  const [whole, part] = [new URL(named), new URL(resource)];
  if (whole.origin !== part.origin || whole.hash !== "") return false;
  if (whole.search !== "" && whole.search !== part.search) return false;
  const path = whole.pathname.replace(/\/+$/, "");
  return part.pathname === path || part.pathname.startsWith(`${path}/`);
}

function mismatch(named: string, resource: string): OAuthError {
  return new OAuthError(
    "oauth_resource_mismatch",
    "security",
    "The server's description is for another server. Nothing was sent.",
    { detail: `described: ${quoted(named)}, asked: ${quoted(resource)}` },
  );
}

function badMetadata(detail: string): OAuthError {
  return new OAuthError("oauth_bad_metadata", "config", "The server's description of itself cannot be used.", {
    detail,
  });
}
