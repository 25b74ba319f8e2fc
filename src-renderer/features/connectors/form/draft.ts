import type {
  Binding,
  ConnectorConfig,
  ConnectorDetail,
  CredentialId,
  CredentialScope,
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
export type DraftSource = { readonly kind: "static"; readonly value: string } | SecretSource;

export const emptyDraft: Draft = { name: "", kind: "mcp-stdio", command: "", args: [], cwd: "", url: "", bindings: [] };

/** The draft of a connector that exists. */
export function draftOf({ name, config }: Pick<ConnectorDetail, "name" | "config">): Draft {
  const bindings = config.kind === "mcp-stdio" ? config.env : config.headers;
  const common = { ...emptyDraft, name, kind: config.kind, bindings: bindings.map(draftBinding) };
  return config.kind === "mcp-stdio"
    ? { ...common, command: config.command, args: config.args, cwd: config.cwd ?? "" }
    : { ...common, url: config.url };
}

function draftBinding({ name, source }: Binding, index: number): DraftBinding {
  const draft: DraftSource =
    source.kind === "static"
      ? source
      : {
          kind: source.kind,
          credentialId: source.credentialId,
          template: source.template ?? "",
          fresh: emptyFresh,
        };
  return { rowId: `saved-${index}`, name, source: draft };
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
  if (source.credentialId === null) return null;
  const template = source.template.trim();
  return { kind: source.kind, credentialId: source.credentialId, ...(template === "" ? {} : { template }) };
}

const NAME_MAX = 80;

/** What a secret typed here is called in the list of credentials. */
export function credentialName(connectorName: string, bindingName: string): string {
  return `${connectorName.trim()} ${bindingName.trim()}`.trim().slice(0, NAME_MAX).trim();
}
