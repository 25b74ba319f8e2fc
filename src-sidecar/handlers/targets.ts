import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { ConnectorId, MemberId } from "../../src-contract/ids.ts";
import type { Catalog } from "../catalog/index.ts";
import type { ConnectorTarget } from "../connectors/index.ts";
import { secretBindings } from "./credential-views.ts";
import { chooseValue, type ChoiceParts } from "./value-choice.ts";

const ORG_OWNER = "org";

/**
 * What to connect to, with whose values. Its revision follows the connector's config and its credentials' values, so that no connection
 * outlives either.
 */
export function createTargets(parts: ChoiceParts & { readonly catalog: Catalog }) {
  return (id: ConnectorId, member: MemberId | null): ConnectorTarget => {
    const connector = parts.catalog.connectors.get(id);
    const needed = credentialsOf(parts.catalog, connector.config);
    const isPersonal = needed.some(({ scope }) => scope !== "org_secret");
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
      revision: [connector.revision, ...revisions].join("."),
    };
  };
}

/** Whose values a target goes out with; null: nobody's own. */
export function memberOfTarget({ owner }: ConnectorTarget): MemberId | null {
  return owner === ORG_OWNER ? null : (owner as MemberId); // Written by `createTargets` from a MemberId, or by a test of a config from the tester's.
}

function credentialsOf(catalog: Catalog, config: ConnectorConfig) {
  const { credentials } = catalog.snapshot();
  return secretBindings(config).flatMap(({ credentialId }) => credentials.get(credentialId) ?? []);
}
