import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { ConnectorId, MemberId } from "../../src-contract/ids.ts";
import { accountsNeeded, type Catalog } from "../catalog/index.ts";
import type { ConnectorTarget } from "../connectors/index.ts";
import type { OAuth, ProviderEntry } from "../oauth/index.ts";
import { secretBindings } from "./credential-views.ts";
import { chooseValue, type ChoiceParts } from "./value-choice.ts";

const ORG_OWNER = "org";

type Accounts = Pick<OAuth, "providers" | "accounts">;

/**
 * What to connect to, with whose values. Its revision follows the connector's config, its credentials' values and its accounts, so that no
 * connection outlives any of them.
 */
export function createTargets(parts: ChoiceParts & { readonly catalog: Catalog; readonly oauth: Accounts }) {
  return (id: ConnectorId, member: MemberId | null): ConnectorTarget => {
    const connector = parts.catalog.connectors.get(id);
    const needed = credentialsOf(parts.catalog, connector.config);
    const providers = providersOf(parts.oauth, connector.config);
    const isPersonal =
      needed.some(({ scope }) => scope !== "org_secret") || providers.some(({ config }) => config.owner === "member");
    const revisions = needed.map((credential) => {
      const choice = chooseValue(parts, credential, member);
      if (choice.kind !== "value") return "0";
      return credential.scope === "team_secret" ? `${choice.ref.scopeId}/${choice.facts.rev}` : choice.facts.rev;
    });
    return {
      connectorId: id,
      slug: connector.slug,
      config: connector.config,
      owner: isPersonal && member !== null ? member : ORG_OWNER,
      revision: [
        connector.revision,
        ...revisions,
        ...providers.map((provider) => accountRevision(parts.oauth, provider, member, connector.config.kind)),
      ].join("."),
    };
  };
}

/** Whose values a target goes out with; null: nobody's own. */
export function memberOfTarget({ owner }: Pick<ConnectorTarget, "owner">): MemberId | null {
  return owner === ORG_OWNER ? null : (owner as MemberId); // Written by `createTargets` from a MemberId, or by a test of a config from the tester's.
}

function credentialsOf(catalog: Catalog, config: ConnectorConfig) {
  const { credentials } = catalog.snapshot();
  return secretBindings(config).flatMap(({ credentialId }) => credentials.get(credentialId) ?? []);
}

function providersOf({ providers }: Accounts, config: ConnectorConfig): readonly ProviderEntry[] {
  return accountsNeeded(config).flatMap(({ providerId }) => providers.find(providerId) ?? []);
}

/**
 * A request of a remote server carries the token of the moment, so only another account makes another connection there. A process was given
 * its token when it was started: with every newer one it is stale, and makes way once it is idle.
 */
function accountRevision(
  { accounts }: Accounts,
  { id, revision }: ProviderEntry,
  member: MemberId | null,
  kind: ConnectorConfig["kind"],
): string {
  const account = accounts.find(id, member);
  if (account === undefined) return `${revision}/0`;
  return `${revision}/${account.id}/${account.connectedAt}${kind === "mcp-stdio" ? `/${account.generation}` : ""}`;
}
