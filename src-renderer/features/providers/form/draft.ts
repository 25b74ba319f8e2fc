import type {
  AccountNameSource,
  PresetKey,
  ProviderConfig,
  ProviderRedirect,
  ProviderServer,
  ScopeHint,
} from "../../../client/index.ts";
import { readQuirks, typedQuirks, type TypedQuirks } from "./quirks.ts";

/** A provider as its form holds it. The client secret is never part of it: it stays in its field until it is sealed. */
export type Draft = {
  readonly name: string;
  readonly preset: PresetKey | null;
  readonly owner: ProviderConfig["owner"];
  readonly serverKind: ProviderServer["kind"];
  readonly resource: string;
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string;
  readonly deviceUrl: string;
  readonly clientKind: ProviderConfig["client"]["kind"];
  readonly clientId: string;
  /** Whom the app belongs to, once that is known. Goes with another server. */
  readonly pinnedIssuer: string | null;
  readonly redirectKind: ProviderRedirect["kind"];
  readonly redirectHost: "127.0.0.1" | "localhost";
  readonly redirectPort: string;
  readonly redirectPath: string;
  /** In the order in which they were chosen. */
  readonly scopes: readonly string[];
  /** Scopes that nothing is known about, as typed. */
  readonly otherScopes: string;
  readonly accountName: AccountNameSource;
  readonly quirks: TypedQuirks;
};

const DEFAULT_PORT = "8976";

export const emptyDraft: Draft = {
  name: "",
  preset: null,
  owner: "member",
  serverKind: "resource",
  resource: "",
  issuer: "",
  authorizationUrl: "",
  tokenUrl: "",
  revocationUrl: "",
  deviceUrl: "",
  clientKind: "automatic",
  clientId: "",
  pinnedIssuer: null,
  redirectKind: "any-port",
  redirectHost: "127.0.0.1",
  redirectPort: DEFAULT_PORT,
  redirectPath: "/callback",
  scopes: [],
  otherScopes: "",
  accountName: { kind: "openid" },
  quirks: {},
};

/** The draft of a provider that exists, or of a preset. `hints`: the scopes that have a box of their own. */
export function draftOf(name: string, config: ProviderConfig, hints: readonly ScopeHint[]): Draft {
  const known = new Set(hints.map(({ name: scope }) => scope));
  return {
    ...emptyDraft,
    name,
    preset: config.preset,
    owner: config.owner,
    ...serverFields(config.server),
    ...(config.client.kind === "registered"
      ? { clientKind: "registered", clientId: config.client.clientId, pinnedIssuer: config.client.issuer }
      : { clientKind: "automatic" }),
    ...redirectFields(config.redirect),
    scopes: config.scopes.filter((scope) => known.has(scope)),
    otherScopes: config.scopes.filter((scope) => !known.has(scope)).join(" "),
    accountName: config.accountName,
    quirks: typedQuirks(config.quirks),
  };
}

function serverFields(server: ProviderServer): Partial<Draft> {
  switch (server.kind) {
    case "resource":
      return { serverKind: server.kind, resource: server.resource };
    case "issuer":
      return { serverKind: server.kind, issuer: server.issuer };
    case "endpoints":
      return {
        serverKind: server.kind,
        issuer: server.issuer ?? "",
        authorizationUrl: server.authorizationUrl ?? "",
        tokenUrl: server.tokenUrl,
        revocationUrl: server.revocationUrl ?? "",
        deviceUrl: server.deviceUrl ?? "",
      };
  }
}

function redirectFields(redirect: ProviderRedirect): Partial<Draft> {
  if (redirect.kind === "any-port") return { redirectKind: redirect.kind };
  const { host, port, path } = redirect;
  return { redirectKind: "fixed", redirectHost: host, redirectPort: String(port), redirectPath: path };
}

/** The configuration that a draft stands for. `before`: the one that it changes; another server is another owner of the app. */
export function configOf(draft: Draft, before: ProviderConfig | null = null): ProviderConfig {
  const server = serverOf(draft);
  const isSameApp =
    before?.client.kind === "registered" &&
    before.client.clientId === draft.clientId.trim() &&
    JSON.stringify(before.server) === JSON.stringify(server);
  return {
    preset: draft.preset,
    owner: draft.owner,
    server,
    client:
      draft.clientKind === "automatic"
        ? { kind: "automatic" }
        : { kind: "registered", clientId: draft.clientId.trim(), issuer: isSameApp ? draft.pinnedIssuer : null },
    redirect: redirectOf(draft),
    scopes: scopesOf(draft),
    accountName: draft.accountName,
    quirks: readQuirks(draft.quirks),
  };
}

function serverOf(draft: Draft): ProviderServer {
  switch (draft.serverKind) {
    case "resource":
      return { kind: "resource", resource: draft.resource.trim() };
    case "issuer":
      return { kind: "issuer", issuer: draft.issuer.trim() };
    case "endpoints":
      return {
        kind: "endpoints",
        issuer: orNull(draft.issuer),
        authorizationUrl: orNull(draft.authorizationUrl),
        tokenUrl: draft.tokenUrl.trim(),
        revocationUrl: orNull(draft.revocationUrl),
        deviceUrl: orNull(draft.deviceUrl),
      };
  }
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

/** Where the sign-in comes back to, as the draft has it. */
export function redirectOf(draft: Draft): ProviderRedirect {
  if (draft.redirectKind === "any-port") return { kind: "any-port" };
  return {
    kind: "fixed",
    host: draft.redirectHost,
    port: Number(draft.redirectPort),
    path: draft.redirectPath.trim(),
  };
}

/** Every scope once: those with a box, then the others as typed. */
export function scopesOf({ scopes, otherScopes }: Draft): string[] {
  return [...new Set([...scopes, ...otherScopes.split(/[\s,]+/).filter((scope) => scope !== "")])];
}
