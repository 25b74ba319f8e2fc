import type { CredentialScope } from "../../src-contract/access.ts";
import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId } from "../../src-contract/ids.ts";

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
    source.kind === "static" ? [] : [{ credentialId: source.credentialId, scope: source.kind, as: name }],
  );
}
