import type { Discovered } from "../../src-contract/oauth.ts";
import { describedBy, loadNamed, type FindParts } from "./find-server.ts";
import type { AuthServer } from "./grant.ts";

/** Looks at what an address says of its sign-in. Nothing is connected, registered or sent. @throws {OAuthError} as `findServer`. */
export async function discover(parts: FindParts, url: string): Promise<Discovered> {
  const found = await describedBy(parts, url);
  const servers = found.issuers.map((issuer) => ({ issuer, host: new URL(issuer).host }));
  const [issuer] = found.issuers;
  const server = issuer === undefined ? null : await loadNamed(parts, found, issuer, {});
  return {
    resource: found.resource,
    servers,
    scopes: [...(found.scopes ?? server?.scopes ?? [])],
    canRegister: server !== null && (server.registrationUrl !== null || server.takesMetadataDocument),
    grants: grantsOf(server),
    notes: [...(server?.notes ?? [])],
  };
}

/** What a server does not say is what RFC 8414 section 2 assumes. */
function grantsOf(server: AuthServer | null): string[] {
  return server === null ? [] : [...(server.grantTypes ?? ["authorization_code", "implicit"])];
}
