import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { ProviderId } from "../../src-contract/ids.ts";
import { bindingsOf } from "./bindings.ts";
import { CatalogError } from "./catalog-error.ts";

/** A provider, as far as a connector's config depends on it. */
export interface KnownProvider {
  readonly name: string;
  /** The protected resource whose tokens it gets; null: its tokens are not bound to one. */
  readonly resource: string | null;
}

/**
 * Refuses a config that names a provider that is not there, or one whose tokens are for another server: a server that was handed the token
 * of another one could act with it there.
 *
 * @throws {CatalogError} `invalid_input` with every binding that is wrong.
 */
export function checkAccounts(
  config: ConnectorConfig,
  providerOf: (id: ProviderId) => KnownProvider | undefined,
): void {
  const list = config.kind === "mcp-stdio" ? "env" : "headers";
  const fields = bindingsOf(config).flatMap(({ source }, index) => {
    if (source.kind !== "oauth") return [];
    const message = problemWith(config, providerOf(source.providerId));
    return message === null ? [] : [{ path: `/config/${list}/${index}/source/providerId`, message }];
  });
  const [first] = fields;
  if (first) throw new CatalogError("invalid_input", first.message, { fields });
}

function problemWith(config: ConnectorConfig, provider: KnownProvider | undefined): string | null {
  if (!provider) return "That provider no longer exists.";
  if (provider.resource === null) return null;
  const whose = `The tokens of ${JSON.stringify(provider.name)} are for ${provider.resource} alone`;
  if (config.kind === "mcp-stdio") return `${whose}. A program on this machine gets tokens of its own service only.`;
  return new URL(provider.resource).origin === new URL(config.url).origin ? null : `${whose}.`;
}

/**
 * Whether a request to `url` goes to the resource that a token was issued for: the same origin, and its path or one below.
 *
 * @see RFC 8707 section 2
 */
export function isWithin(resource: string, url: string): boolean {
  const [whole, asked] = [URL.parse(resource), URL.parse(url)];
  if (!whole || !asked || whole.origin !== asked.origin || whole.origin === "null") return false;
  const path = whole.pathname.endsWith("/") ? whole.pathname : `${whole.pathname}/`;
  return `${asked.pathname}/`.startsWith(path);
}
