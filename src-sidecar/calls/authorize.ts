import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId, MemberId } from "../../src-contract/ids.ts";
import type { Secret } from "../base/secret.ts";
import { CallError } from "./call-error.ts";

/** Whose value of a credential is meant. */
export type SecretOwner = { readonly kind: "org" } | { readonly kind: "member"; readonly id: MemberId };

/** What `authorize` needs from the vault. */
export interface SecretSource {
  /** Opens a value for one use; null when none is set. @throws {VaultError} `vault_locked`. */
  use(credentialId: CredentialId, owner: SecretOwner): Promise<Secret | null>;
}

/** The environment or the headers of a connection, complete. Values may be secret: they are made for one use and kept by nobody. */
export interface Attached {
  readonly env: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const PLACEHOLDER = "{{secret}}";

/**
 * Resolves the bindings of a connector at the moment that they are needed: the one place where a secret of the vault becomes an
 * environment variable or a header. The plaintext buffer is wiped before this returns.
 *
 * @param member Whose `user_secret` values are meant; null: nobody's.
 * @throws {CallError} `tool_unavailable` when a value is missing, naming the credential's binding and never a value.
 */
export async function authorize(
  secrets: SecretSource,
  config: ConnectorConfig,
  member: MemberId | null,
): Promise<Attached> {
  switch (config.kind) {
    case "mcp-stdio":
      return { env: await resolve(secrets, config.env, member), headers: {} };
    case "mcp-http":
      return { env: {}, headers: await resolve(secrets, config.headers, member) };
  }
}

async function resolve(
  secrets: SecretSource,
  bindings: readonly Binding[],
  member: MemberId | null,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name, source } of bindings) {
    switch (source.kind) {
      case "static":
        values[name] = source.value;
        break;
      case "org_secret":
        values[name] = reveal(await secrets.use(source.credentialId, { kind: "org" }), name, source.template);
        break;
      case "user_secret":
        if (member === null)
          throw new CallError(
            "tool_unavailable",
            `${name} needs the own value of a member, and this key is shared. Use a key that is issued to a member.`,
          );
        values[name] = reveal(
          await secrets.use(source.credentialId, { kind: "member", id: member }),
          name,
          source.template,
        );
        break;
    }
  }
  return values;
}

function reveal(secret: Secret | null, name: string, template: string | undefined): string {
  if (secret === null)
    throw new CallError(
      "tool_unavailable",
      `The credential for ${name} has no value yet. Set it under Credentials in Gatehouse, then call again.`,
    );
  try {
    const text = Buffer.from(secret.reveal()).toString("utf8");
    // A function, because a replacement string would read `$&` in the secret as a pattern.
    return template === undefined ? text : template.replace(PLACEHOLDER, () => text);
  } finally {
    secret.wipe();
  }
}
