import { connectorConfig, type ConnectorConfig } from "../../src-contract/connector.ts";
import type { ConnectorId, CredentialId } from "../../src-contract/ids.ts";
import type { ConnectorRow } from "../store/index.ts";
import { credentialsNeeded } from "./bindings.ts";
import type { CredentialEntry } from "./snapshot.ts";

/** Which connectors refer to which credentials. */
export type CredentialUses = ReadonlyMap<CredentialId, CredentialEntry["usedBy"]>;

interface UsingConnector {
  readonly id: ConnectorId;
  readonly name: string;
  readonly config: ConnectorConfig;
}

export function credentialUses(connectors: Iterable<UsingConnector>): CredentialUses {
  const uses = new Map<CredentialId, CredentialEntry["usedBy"]>();
  for (const { id, name, config } of connectors)
    for (const { credentialId, as } of credentialsNeeded(config))
      uses.set(credentialId, [...(uses.get(credentialId) ?? []), { connectorId: id, connectorName: name, as }]);
  return uses;
}

export function parseStoredConfig({ config }: Pick<ConnectorRow, "config">): ConnectorConfig {
  return connectorConfig.parse(JSON.parse(config));
}

/** The same for rows, for use inside a change: the snapshot may be a moment behind. */
export function credentialUsesOfRows(rows: readonly ConnectorRow[]): CredentialUses {
  return credentialUses(rows.map((row) => ({ id: row.id, name: row.name, config: parseStoredConfig(row) })));
}

/** Credentials that this connector uses and no other does. */
export function ownCredentials(uses: CredentialUses, id: ConnectorId): ReadonlySet<CredentialId> {
  return new Set(
    [...uses].filter(([, by]) => by.every((use) => use.connectorId === id)).map(([credentialId]) => credentialId),
  );
}
