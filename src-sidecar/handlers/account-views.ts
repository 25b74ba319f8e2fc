import type { CredentialRef } from "../../src-contract/call.ts";
import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { MemberId, ProviderId } from "../../src-contract/ids.ts";
import type {
  AccountEntry,
  AccountHealth,
  ConnectedAccount,
  ProviderConfig,
  ProviderSummary,
  ScopeHint,
} from "../../src-contract/oauth.ts";
import { accountsNeeded, type CatalogSnapshot } from "../catalog/index.ts";
import type { Members } from "../identity/index.ts";
import { presetOf, type AccountEntryFacts, type OAuth, type ProviderEntry } from "../oauth/index.ts";
import type { Org } from "./org.ts";

type Viewed = {
  readonly oauth: Pick<OAuth, "providers" | "accounts">;
  readonly members: Pick<Members, "find" | "list">;
};

/** How the account at each provider of a connector is doing for this member, each named once. */
export function accountHealths(
  { oauth }: Pick<Viewed, "oauth">,
  config: ConnectorConfig,
  member: MemberId | null,
): AccountHealth[] {
  const ids = new Set(accountsNeeded(config).map(({ providerId }) => providerId));
  return [...ids].map((id) =>
    oauth.providers.find(id) === undefined
      ? { providerId: id, name: "a provider that is gone", accountName: null, state: "not-connected", since: null }
      : oauth.accounts.health(id, member),
  );
}

/** As whom a call goes out: references, never tokens. */
export function accountRefs(
  { oauth, members }: Viewed,
  config: ConnectorConfig,
  member: MemberId | null,
): readonly CredentialRef[] {
  return accountsNeeded(config).flatMap(({ providerId, as }) => {
    const provider = oauth.providers.find(providerId);
    if (!provider) return [];
    const owner = provider.config.owner === "org" || member === null ? null : (members.find(member)?.name ?? null);
    const facts = oauth.accounts.find(providerId, member);
    const account = facts?.accountName ?? null;
    const isUnnamed = facts !== undefined && account === null;
    return [
      { name: provider.name, scope: "oauth", as, owner, account, ...(isUnnamed && { since: facts.connectedAt }) },
    ];
  });
}

/** The host that people sign in at, as far as it is known. */
function hostOf({ server }: Pick<ProviderConfig, "server">, issuer?: string): string {
  switch (server.kind) {
    case "resource":
      return hostIn(issuer ?? server.resource);
    case "issuer":
      return hostIn(server.issuer);
    case "endpoints":
      return hostIn(server.authorizationUrl ?? server.deviceUrl ?? server.tokenUrl);
  }
}

function hostIn(url: string): string {
  return URL.parse(url)?.host ?? "";
}

/** A provider as admins and members see it. */
export function providerSummaryOf(
  org: Pick<Org, "oauth" | "catalog" | "members">,
  provider: ProviderEntry,
): ProviderSummary {
  const { id, name, config, createdAt } = provider;
  const accounts = org.oauth.accounts.list().filter(({ providerId }) => providerId === id);
  const broken = accounts.filter(({ state }) => state.kind === "needs-reconnect").length;
  const people = org.members.list().filter(({ state }) => state === "active").length;
  return {
    id,
    name,
    config,
    host: hostOf(config, provider.registrations[0]?.issuer),
    hasClientSecret: org.oauth.providers.hasClientSecret(id),
    callbackUrl: org.oauth.providers.callbackUrl(config),
    scopeHints: hintsOf(config),
    registrations: provider.registrations.map((one) => ({ ...one })),
    createdAt,
    usedBy: usesOf(org.catalog.snapshot(), id),
    accounts: {
      connected: accounts.length - broken,
      broken,
      of: config.owner === "org" ? 1 : people,
    },
  };
}

/** A provider as this person can use it. */
export function accountEntryOf(
  org: Pick<Org, "oauth" | "catalog" | "members">,
  provider: ProviderEntry,
  you: { readonly id: MemberId; readonly isAdmin: boolean },
): AccountEntry {
  const { id, name, config } = provider;
  const account = org.oauth.accounts.find(id, you.id);
  return {
    provider: {
      id,
      name,
      preset: config.preset,
      host: hostOf(config, account?.issuer ?? provider.registrations[0]?.issuer),
      owner: config.owner,
      scopes: [...config.scopes],
      scopeHints: hintsOf(config),
      hasDeviceCode: config.server.kind === "endpoints" && config.server.deviceUrl !== null,
    },
    account: account === undefined ? null : connectedAccountOf(org, account),
    mayConnect: config.owner === "member" || you.isAdmin,
    usedBy: usesOf(org.catalog.snapshot(), id),
  };
}

/** A connected account with its owner's name. */
export function connectedAccountOf({ members }: Pick<Org, "members">, facts: AccountEntryFacts): ConnectedAccount {
  const { memberId, generation: _generation, ...account } = facts;
  const owner = memberId === null ? null : { id: memberId, name: members.find(memberId)?.name ?? "a former member" };
  return { ...account, owner };
}

/** The connectors that a provider's tokens go to. */
export function usesOf({ connectors }: Pick<CatalogSnapshot, "connectors">, id: ProviderId): ProviderSummary["usedBy"] {
  return [...connectors.values()].flatMap((connector) =>
    accountsNeeded(connector.config)
      .filter(({ providerId }) => providerId === id)
      .map(({ as }) => ({ connectorId: connector.id, connectorName: connector.name, as })),
  );
}

function hintsOf({ preset }: Pick<ProviderConfig, "preset">): ScopeHint[] {
  return preset === null ? [] : [...presetOf(preset).scopes];
}
