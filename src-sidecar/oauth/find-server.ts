import type { ProviderConfig } from "../../src-contract/oauth.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Challenge, Net, Protocol, ProtectedResource } from "./grant.ts";

/** What asks servers. */
export interface FindParts {
  readonly protocol: Protocol;
  readonly net: Pick<Net, "fetch">;
}

/** Where to sign in, and what a token from there is for. */
export interface FoundServer {
  readonly kind: "found";
  readonly server: AuthServer;
  /** RFC 8707, verbatim; null: none is sent. */
  readonly resource: string | null;
  /** What the resource asks for; null: it does not say. */
  readonly scopes: readonly string[] | null;
  readonly wantsDpop: boolean;
}

/** A resource trusts several authorization servers: a person chooses. */
export interface ServerChoices {
  readonly kind: "choose";
  readonly issuers: readonly string[];
}

const EVENTS_OR_JSON = "application/json, text/event-stream";
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

/**
 * Finds the authorization server that a provider's configuration means.
 *
 * @param chosen The issuer that a person chose, or to which the app is bound; null: there has to be only one.
 * @throws {OAuthError} as `Protocol.findResource` and `Protocol.loadServer`; `oauth_issuer_changed` for a choice that is not offered.
 */
export async function findServer(
  parts: FindParts,
  config: ProviderConfig,
  chosen: string | null,
): Promise<FoundServer | ServerChoices> {
  const { server, quirks } = config;
  const { protocol } = parts;
  const plain = { kind: "found", resource: resourceOf(config, null), scopes: null, wantsDpop: false } as const;
  switch (server.kind) {
    case "endpoints":
      return { ...plain, server: protocol.serverFrom(server, quirks) };
    case "issuer":
      return { ...plain, server: await protocol.loadServer(server.issuer, quirks, "chosen") };
    case "resource": {
      const found = await describedBy(parts, server.resource);
      const issuer = chosen ?? (found.issuers.length === 1 ? found.issuers[0] : undefined);
      if (issuer === undefined) return { kind: "choose", issuers: found.issuers };
      if (!found.issuers.includes(issuer)) throw notOffered(issuer, found.issuers);
      return {
        kind: "found",
        server: await loadNamed(parts, found, issuer, quirks),
        resource: resourceOf(config, found.resource),
        scopes: found.scopes,
        wantsDpop: found.wantsDpop,
      };
    }
  }
}

/** Asks a resource whom it trusts, without a token. @throws {OAuthError} as `Protocol.findResource`. */
export async function describedBy(parts: FindParts, resource: string): Promise<ProtectedResource> {
  return parts.protocol.findResource(resource, await challengeOf(parts, resource));
}

/** Loads one of the servers that a resource names. A resource without any description may be its own server. */
export function loadNamed(
  { protocol }: FindParts,
  found: ProtectedResource,
  issuer: string,
  quirks: ProviderConfig["quirks"],
): Promise<AuthServer> {
  return protocol.loadServer(issuer, quirks, found.origin, found.resource === null);
}

/** The challenge of a request without a token: it names the description where that is at no well-known place. */
async function challengeOf(parts: FindParts, resource: string): Promise<Challenge | null> {
  const headers = { accept: EVENTS_OR_JSON };
  const looked = await askFor(parts, resource, { method: "GET", headers });
  if (looked !== "open") return looked;
  // An MCP server may answer a GET before it looks for a token; a ping does nothing anywhere.
  const asJson = { ...headers, "content-type": "application/json" };
  const pinged = await askFor(parts, resource, { method: "POST", headers: asJson, body: PING });
  return pinged === "open" ? null : pinged;
}

async function askFor(parts: FindParts, resource: string, init: RequestInit): Promise<Challenge | null | "open"> {
  const stop = new AbortController();
  try {
    const { status, headers } = await parts.net.fetch(resource, { ...init, signal: stop.signal }, "chosen");
    return status === 401 || status === 403 ? parts.protocol.readChallenge(status, headers) : "open";
  } catch {
    return null; // What cannot be reached at all says so again when its description is fetched, with the right error.
  } finally {
    stop.abort(); // It may have begun a stream.
  }
}

function resourceOf({ quirks }: ProviderConfig, named: string | null): string | null {
  switch (quirks.resource?.kind) {
    case "never":
      return null;
    case "value":
      return quirks.resource.value;
    case undefined:
      return named;
  }
}

function notOffered(issuer: string, offered: readonly string[]): OAuthError {
  return new OAuthError(
    "oauth_issuer_changed",
    "security",
    "The server now names another authorization server than the one that its app belongs to. Nothing was sent.",
    { detail: `wanted: ${JSON.stringify(issuer)}, named: ${JSON.stringify(offered)}` },
  );
}
