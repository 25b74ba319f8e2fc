import type {
  Binding,
  ConnectorConfig,
  ConnectorDetail,
  CredentialId,
  CredentialScope,
  ProviderId,
  ValueSource,
} from "../../../client/index.ts";
import { emptyFresh, type Fresh } from "./fresh.ts";

/** A connector as its form holds it. Secrets are never part of it: they stay in their fields until they are sealed. */
export type Draft = {
  readonly name: string;
  readonly kind: ConnectorConfig["kind"];
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly url: string;
  /** Environment variables or headers, whichever the kind has. */
  readonly bindings: readonly DraftBinding[];
};

export type DraftBinding = { readonly rowId: string; readonly name: string; readonly source: DraftSource };

export type SecretScope = CredentialScope;
export type SecretSource = {
  readonly kind: SecretScope;
  /** Null: a new credential, made when the form is tested or saved. */
  readonly credentialId: CredentialId | null;
  readonly template: string;
  /** What the new one is; of no meaning for one that exists. */
  readonly fresh: Fresh;
};
/** The access token of the calling member's account, or of the organization's. Null: no provider is chosen yet. */
export type AccountSource = {
  readonly kind: "oauth";
  readonly providerId: ProviderId | null;
  readonly template: string;
};
export type DraftSource = { readonly kind: "static"; readonly value: string } | SecretSource | AccountSource;

export const emptyDraft: Draft = { name: "", kind: "mcp-stdio", command: "", args: [], cwd: "", url: "", bindings: [] };

/** How a remote server is signed in to. */
export type SignIn = "none" | "headers" | "oauth";
/** The row of the header that carries an account's access token. */
const ACCOUNT_ROW = "account";

/** The header by which an account signs in, where nothing about it is out of the ordinary. */
export function accountBinding({ bindings }: Pick<Draft, "bindings">): DraftBinding | undefined {
  return bindings.find(
    ({ rowId, name, source }) =>
      source.kind === "oauth" &&
      source.template === "" &&
      (rowId === ACCOUNT_ROW || name.trim().toLowerCase() === "authorization"),
  );
}

/** What a draft shows of how it signs in. */
export function signInOf(draft: Draft): SignIn {
  if (accountBinding(draft) !== undefined) return "oauth";
  return draft.bindings.length > 0 ? "headers" : "none";
}

/** The draft, signing in otherwise. The header of an account goes and comes with it; other headers stay. */
export function signingIn(draft: Draft, signIn: SignIn, providerId: ProviderId | null = null): Draft {
  const old = accountBinding(draft);
  const others = draft.bindings.filter((binding) => binding !== old);
  switch (signIn) {
    case "none":
      return { ...draft, bindings: [] };
    case "headers":
      return { ...draft, bindings: others };
    case "oauth": {
      const source = { kind: "oauth", providerId, template: "" } as const;
      const rest = others.filter(({ name }) => name.trim().toLowerCase() !== "authorization");
      return { ...draft, bindings: [{ rowId: ACCOUNT_ROW, name: "Authorization", source }, ...rest] };
    }
  }
}

/** The draft of a connector that exists. */
export function draftOf({ name, config }: Pick<ConnectorDetail, "name" | "config">): Draft {
  const bindings = config.kind === "mcp-stdio" ? config.env : config.headers;
  const common = { ...emptyDraft, name, kind: config.kind, bindings: bindings.map(draftBinding) };
  return config.kind === "mcp-stdio"
    ? { ...common, command: config.command, args: config.args, cwd: config.cwd ?? "" }
    : { ...common, url: config.url };
}

function draftBinding({ name, source }: Binding, index: number): DraftBinding {
  return { rowId: `saved-${index}`, name, source: draftSource(source) };
}

function draftSource(source: ValueSource): DraftSource {
  switch (source.kind) {
    case "static":
      return source;
    case "oauth":
      return { kind: source.kind, providerId: source.providerId, template: source.template ?? "" };
    case "org_secret":
    case "team_secret":
    case "user_secret":
      return {
        kind: source.kind,
        credentialId: source.credentialId,
        template: source.template ?? "",
        fresh: emptyFresh,
      };
  }
}

/** The configuration that a draft stands for, once every binding has its credential; null before. */
export function configOf(draft: Draft): ConnectorConfig | null {
  const bindings = draft.bindings.map(bindingOf);
  if (!bindings.every((binding) => binding !== null)) return null;
  if (draft.kind === "mcp-http") return { kind: "mcp-http", url: draft.url.trim(), headers: bindings };
  const cwd = draft.cwd.trim();
  return {
    kind: "mcp-stdio",
    command: draft.command.trim(),
    args: [...draft.args],
    ...(cwd === "" ? {} : { cwd }),
    env: bindings,
  };
}

function bindingOf({ name, source }: DraftBinding): Binding | null {
  const made = sourceOf(source);
  return made === null ? null : { name: name.trim(), source: made };
}

function sourceOf(source: DraftSource): ValueSource | null {
  if (source.kind === "static") return { kind: "static", value: source.value };
  const template = source.template.trim() === "" ? {} : { template: source.template.trim() };
  if (source.kind === "oauth") {
    return source.providerId === null ? null : { kind: source.kind, providerId: source.providerId, ...template };
  }
  return source.credentialId === null ? null : { kind: source.kind, credentialId: source.credentialId, ...template };
}

const NAME_MAX = 80;

/** What a secret typed here is called in the list of credentials. */
export function credentialName(connectorName: string, bindingName: string): string {
  return `${connectorName.trim()} ${bindingName.trim()}`.trim().slice(0, NAME_MAX).trim();
}
