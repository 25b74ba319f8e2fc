import type { CredentialRef } from "../../src-contract/call.ts";
import type { CredentialSummary } from "../../src-contract/access.ts";
import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId, MemberId } from "../../src-contract/ids.ts";
import type { CatalogSnapshot, CredentialEntry } from "../catalog/index.ts";
import type { Members } from "../identity/index.ts";
import type { Org } from "./org.ts";
import { secretRefOf } from "./secret-index.ts";

/** A credential as this member sees it. */
export function credentialSummaryOf(org: Org, credential: CredentialEntry, member: MemberId): CredentialSummary {
  const facts = org.secrets.find(secretRefOf(org.id, credential.id, credential.scope, member));
  return {
    id: credential.id,
    name: credential.name,
    scope: credential.scope,
    hasValue: facts !== undefined,
    createdAt: credential.createdAt,
    setAt: facts?.updatedAt ?? null,
    lastUsedAt: credential.lastUsedAt,
    usedBy: [...credential.usedBy],
  };
}

/** The bindings of a config that take a value from the vault. */
export function secretBindings(
  config: ConnectorConfig,
): readonly { readonly name: string; readonly credentialId: CredentialId }[] {
  return bindingsOf(config).flatMap(({ name, source }) =>
    source.kind === "static" ? [] : [{ name, credentialId: source.credentialId }],
  );
}

function bindingsOf(config: ConnectorConfig): readonly Binding[] {
  switch (config.kind) {
    case "mcp-stdio":
      return config.env;
    case "mcp-http":
      return config.headers;
  }
}

/** Names of the credentials that a connector needs and that have no value for this member. */
export function missingCredentials(
  org: Pick<Org, "id" | "secrets" | "catalog">,
  config: ConnectorConfig,
  member: MemberId | null,
): readonly string[] {
  const { credentials } = org.catalog.snapshot();
  return secretBindings(config).flatMap(({ credentialId, name }) => {
    const credential = credentials.get(credentialId);
    if (!credential) return [name];
    if (credential.scope === "user_secret" && member === null) return [credential.name];
    return org.secrets.find(secretRefOf(org.id, credential.id, credential.scope, member)) ? [] : [credential.name];
  });
}

/** With which credentials a call goes out: references, never values. */
export function credentialRefs(
  snapshot: CatalogSnapshot,
  members: Members,
  config: ConnectorConfig,
  member: MemberId | null,
): readonly CredentialRef[] {
  return secretBindings(config).flatMap(({ credentialId, name }) => {
    const credential = snapshot.credentials.get(credentialId);
    if (!credential) return [];
    const owner =
      credential.scope === "user_secret" ? (members.list().find(({ id }) => id === member)?.name ?? null) : null;
    return [{ name: credential.name, scope: credential.scope, as: name, owner }];
  });
}
