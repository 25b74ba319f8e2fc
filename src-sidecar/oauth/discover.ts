import type { Discovered } from "../../src-contract/oauth.ts";
import { OAuthError } from "./error.ts";
import { describedBy, loadNamed, type FindParts } from "./find-server.ts";
import type { AuthServer } from "./grant.ts";

/** Whoever looks is told that a server signs in at one site and exchanges at another; whoever connects there is refused unless it is allowed. */
const TO_LOOK = { splitEndpoints: true } as const;

/**
 * Looks at what an address says of its sign-in: one of a server that is called, or an issuer. Nothing is connected, registered or sent.
 *
 * @throws {OAuthError} as `findServer`.
 */
export async function discover(parts: FindParts, url: string): Promise<Discovered> {
  const found = await describedBy(parts, url);
  const itself = found.resource === null ? await issuerAt(parts, url) : null;
  if (itself !== null) return seenOf(itself, { resource: null, issuer: itself.issuer, issuers: [itself.issuer] });
  const [issuer] = found.issuers;
  const server = issuer === undefined ? null : await loadNamed(parts, found, issuer, TO_LOOK);
  return seenOf(server, { ...found, issuer: null });
}

/** What is described at the well-known places of this very address; null: there is no authorization server. */
async function issuerAt({ protocol }: FindParts, url: string): Promise<AuthServer | null> {
  if (/[?#]/.test(url)) return null;
  try {
    return await protocol.loadServer(url, TO_LOOK, "chosen");
  } catch (error) {
    // Nobody is described there, or somebody else.
    const isNone = error instanceof OAuthError && /^oauth_(?:discovery_failed|issuer_mismatch)$/.test(error.code);
    if (isNone) return null;
    throw error;
  }
}

interface Seen {
  readonly resource: string | null;
  readonly issuer: string | null;
  readonly issuers: readonly string[];
  readonly scopes?: readonly string[] | null;
}

function seenOf(server: AuthServer | null, { resource, issuer, issuers, scopes }: Seen): Discovered {
  return {
    resource,
    issuer,
    servers: issuers.map((one) => ({ issuer: one, host: new URL(one).host })),
    scopes: [...(scopes ?? server?.scopes ?? [])],
    canRegister: server !== null && (server.registrationUrl !== null || server.takesMetadataDocument),
    grants: grantsOf(server),
    notes: [...(server?.notes ?? [])],
  };
}

/** What a server does not say is what RFC 8414 section 2 assumes. */
function grantsOf(server: AuthServer | null): string[] {
  return server === null ? [] : [...(server.grantTypes ?? ["authorization_code", "implicit"])];
}
