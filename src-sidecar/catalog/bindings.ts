import type { CredentialScope } from "../../src-contract/access.ts";
import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId, ProviderId } from "../../src-contract/ids.ts";

/** A credential that a config asks for, and the variable or header it becomes. */
export interface CredentialNeed {
  readonly credentialId: CredentialId;
  readonly scope: CredentialScope;
  readonly as: string;
}

/** The environment variables of a subprocess or the headers of a remote server. */
export function bindingsOf(config: ConnectorConfig): readonly Binding[] {
  switch (config.kind) {
    case "mcp-stdio":
      return config.env;
    case "mcp-http":
      return config.headers;
  }
}

/** The credentials that a call through this config goes out with. */
export function credentialsNeeded(config: ConnectorConfig): readonly CredentialNeed[] {
  return bindingsOf(config).flatMap(({ name, source }) =>
    source.kind === "static" || source.kind === "oauth"
      ? []
      : [{ credentialId: source.credentialId, scope: source.kind, as: name }],
  );
}

/** A provider whose account's token a config asks for, and the variable or header it becomes. */
export interface AccountNeed {
  readonly providerId: ProviderId;
  readonly as: string;
}

/** The providers whose accounts a call through this config goes out with. */
export function accountsNeeded(config: ConnectorConfig): readonly AccountNeed[] {
  return bindingsOf(config).flatMap(({ name, source }) =>
    source.kind === "oauth" ? [{ providerId: source.providerId, as: name }] : [],
  );
}
