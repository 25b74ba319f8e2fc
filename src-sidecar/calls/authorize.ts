import { authFields, type AuthType } from "../../src-contract/auth.ts";
import type { Binding, ConnectorConfig, ValueSource } from "../../src-contract/connector.ts";
import type { MemberId, ProviderId } from "../../src-contract/ids.ts";
import { Secret } from "../base/secret.ts";
import { fillTemplate } from "../catalog/index.ts";
import { basicText, decodeAuth, encodeAuth, fieldText, wipeAuth, type AuthBytes } from "../base/auth-blob.ts";
import type { IssuedToken } from "../oauth/index.ts";
import { CallError } from "./call-error.ts";

/** A source whose value is in the vault. */
export type SecretBinding = Exclude<ValueSource, { kind: "static" | "oauth" }>;

/** A source whose value is the token of a connected account. */
export type AccountBinding = Extract<ValueSource, { kind: "oauth" }>;

/** A credential opened for one use: its type and its sealed fields, as one text. */
export interface OpenedCredential {
  readonly name: string;
  readonly authType: AuthType;
  readonly material: Secret;
}

/** What `authorize` needs from the vault. */
export interface SecretSource {
  /**
   * Opens the value that a call of this member goes out with; null when none is set.
   *
   * @throws {CallError} `tool_unavailable` when it is not clear whose value is meant, `scope_locked` when its keys are not open.
   * @throws {VaultError} `vault_locked`.
   */
  use(binding: SecretBinding, as: string, member: MemberId | null): Promise<OpenedCredential | null>;
}

/** What carries the values: a request of a remote server, or a process that is about to start. */
export type Carrier =
  | { readonly kind: "spawn" }
  | { readonly kind: "request"; readonly method: string; readonly url: string };

/** What `authorize` needs from the connected accounts. */
export interface TokenSource {
  /**
   * The token of the account that a call of this member goes out with, good for the carrier.
   *
   * @throws {OAuthError} `account_needed`, `oauth_unreachable`. @throws {CallError} `tool_unavailable` when it is not for that server, or
   * when it is not clear whose account is meant; `scope_locked`. @throws {VaultError} `vault_locked`.
   */
  use(
    binding: AccountBinding,
    as: string,
    whose: { readonly member: MemberId | null; readonly carrier: Carrier },
  ): Promise<IssuedToken>;
}

/** The environment or the headers of a connection, complete. Values may be secret: they are made for one use and kept by nobody. */
export interface Attached {
  readonly env: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Whose tokens are among them, for when the server does not take them. */
  readonly tokens: readonly { readonly providerId: ProviderId; readonly generation: number }[];
}

/** For whom, and for what. */
export interface Attaching {
  readonly secrets: SecretSource;
  readonly tokens: TokenSource;
  /** Whose `user_secret` and `team_secret` values and whose accounts are meant; null: nobody's. */
  readonly member: MemberId | null;
  readonly carrier: Carrier;
}

/**
 * Resolves the bindings of a connector at the moment that they are needed: the one place where a secret of the vault, or a token, becomes
 * an environment variable or a header. The plaintext buffers are wiped before this returns.
 *
 * @throws {CallError} `tool_unavailable` when a value is missing or does not fit, naming the credential's binding and never a value;
 * `scope_locked`. Nothing was sent then. And what the sources throw.
 */
export async function authorize(attaching: Attaching, config: ConnectorConfig): Promise<Attached> {
  const tokens: Attached["tokens"][number][] = [];
  switch (config.kind) {
    case "mcp-stdio":
      return { env: await resolve(attaching, config.env, NUL, tokens), headers: {}, tokens };
    case "mcp-http":
      return { env: {}, headers: await resolve(attaching, config.headers, UNSENDABLE, tokens), tokens };
  }
}

// Node names the value in its own error about them.
const NUL = /\0/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

async function resolve(
  attaching: Attaching,
  bindings: readonly Binding[],
  refused: RegExp,
  tokens: Attached["tokens"][number][],
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name, source } of bindings) {
    if (source.kind === "static") {
      values[name] = source.value;
      continue;
    }
    if (source.kind === "oauth") {
      const token = await writtenToken(attaching, name, source);
      tokens.push({ providerId: source.providerId, generation: token.generation });
      Object.assign(values, token.values);
      continue;
    }
    const value = written(await attaching.secrets.use(source, name, attaching.member), name, source.template);
    if (refused.test(value))
      throw new CallError(
        "tool_unavailable",
        `The credential for ${name} holds a character that cannot be sent there, as a line break. Enter its value again under Credentials in Gatehouse. Nothing was sent.`,
      );
    values[name] = value;
  }
  return values;
}

/** @see RFC 6750 section 2.1, RFC 9449 section 7.1 */
async function writtenToken(
  { tokens, member, carrier }: Attaching,
  as: string,
  source: AccountBinding,
): Promise<{ readonly generation: number; readonly values: Readonly<Record<string, string>> }> {
  const issued = await tokens.use(source, as, { member, carrier });
  using value = issued.value;
  const { scheme, proof, generation } = issued;
  if (proof !== null && (carrier.kind === "spawn" || source.template !== undefined))
    throw new CallError(
      "tool_unavailable",
      `The token for ${as} is bound to a key of Gatehouse (DPoP), so it can only go into a header, written as it is. Nothing was sent.`,
    );
  const token = fieldText(value.reveal());
  // A token with a line break would end up in an error of the platform.
  if (!SENDABLE_TOKEN.test(token))
    throw new CallError(
      "tool_unavailable",
      `The token for ${as} holds characters that cannot be sent. Nothing was sent.`,
    );
  const template = source.template ?? (carrier.kind === "spawn" ? "{{token}}" : `${scheme} {{token}}`);
  const text = fillTemplate(template, (slot) => (slot === "token" ? token : undefined));
  const proved = proof === null || carrier.kind === "spawn" ? {} : { DPoP: await proof(carrier.method, carrier.url) };
  return { generation, values: { [as]: text, ...proved } };
}

const SENDABLE_TOKEN = /^[\x21-\x7e]+$/;

function written(opened: OpenedCredential | null, as: string, template: string | undefined): string {
  if (opened === null)
    throw new CallError(
      "tool_unavailable",
      `The credential for ${as} has no value yet. Set it under Credentials in Gatehouse, then call again.`,
    );
  const fields = materialOf(opened.material);
  try {
    return render(opened, fields, template);
  } finally {
    wipeAuth(fields);
    opened.material.wipe();
  }
}

function render({ authType }: OpenedCredential, fields: AuthBytes, template: string | undefined): string {
  const field = (key: string): string => fieldText(fields.get(key));
  switch (authType) {
    case "token":
      return fillTemplate(template ?? "{{secret}}", (slot) => (slot === "secret" ? field("secret") : undefined));
    case "header":
      return fillTemplate(template ?? field("template"), (slot) => (slot === "secret" ? field("secret") : undefined));
    case "basic": {
      const slots: Readonly<Record<string, string>> = {
        username: field("username"),
        password: field("password"),
        basic: basicText(fields.get("username"), fields.get("password")),
      };
      return fillTemplate(template ?? "Basic {{basic}}", (slot) => slots[slot]);
    }
  }
}

/** The fields of sealed material; the caller wipes them. The material stays as it is. */
export function materialOf(material: Secret): AuthBytes {
  return decodeAuth(material.reveal());
}

/**
 * Joins entered fields to those that are set: a field that was not entered keeps its value, an empty text takes it away.
 *
 * @param present What is set now; null: nothing. It stays as it is, and so does what was entered.
 * @param check Looks at the fields as they would be, and throws when they may not be.
 */
export function mergeMaterial(
  present: Secret | null,
  entered: ReadonlyMap<string, Secret>,
  check: (fields: AuthBytes) => void,
): Secret {
  const fields: AuthBytes = present === null ? new Map() : materialOf(present);
  try {
    for (const [name, value] of entered) {
      fields.get(name)?.fill(0);
      fields.delete(name);
      if (value.byteLength > 0) fields.set(name, new Uint8Array(value.reveal()));
    }
    check(fields);
    return sealable(fields);
  } finally {
    wipeAuth(fields);
  }
}

/** Fields as the one text that the vault seals. */
export function sealable(fields: ReadonlyMap<string, Uint8Array>): Secret {
  return Secret.take(encodeAuth(fields));
}

/** What redaction must know of a credential: each secret field, and what is made of several of them. */
export function secretForms(type: AuthType, fields: AuthBytes): ReadonlyMap<string, Uint8Array> {
  const forms = new Map<string, Uint8Array>();
  for (const { name, isSecret } of authFields[type]) {
    const value = fields.get(name);
    if (isSecret && value) forms.set(name, value);
  }
  const [username, password] = [fields.get("username"), fields.get("password")];
  if (type === "basic" && username && password)
    forms.set("basic", new TextEncoder().encode(basicText(username, password)));
  return forms;
}
