import type { CredentialHealth, CredentialSummary } from "../../src-contract/access.ts";
import type { CredentialRef } from "../../src-contract/call.ts";
import type { Binding, ConnectorConfig, ConnectorSummary } from "../../src-contract/connector.ts";
import type { CredentialId, MemberId } from "../../src-contract/ids.ts";
import type { CatalogSnapshot, CredentialEntry } from "../catalog/index.ts";
import type { TeamEntry } from "../identity/index.ts";
import type { SecretFacts } from "../vault/index.ts";
import type { Org } from "./org.ts";
import { secretRefOf } from "./secret-index.ts";
import { chooseValue, type ChoiceParts } from "./value-choice.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the views read. */
type ViewedOrg = Pick<Org, "id" | "secrets" | "members" | "access" | "clock">;

/** A credential as this member sees it. */
export function credentialSummaryOf(org: ViewedOrg, credential: CredentialEntry, member: MemberId): CredentialSummary {
  const values = valuesFor(org, credential, member);
  const setAt = oldest(values);
  const members = org.members.list();
  const ownSet = members.filter(({ id }) =>
    org.secrets.find(secretRefOf(org.id, credential.id, { kind: "member", id })),
  );
  return {
    id: credential.id,
    name: credential.name,
    scope: credential.scope,
    authType: credential.authType,
    hasValue: values.length > 0,
    setFields: [...commonFields(org, values)],
    createdAt: credential.createdAt,
    setAt,
    lastUsedAt: credential.lastUsedAt,
    dueAt: dueAt(org, credential, setAt),
    remindAfterDays: credential.remindAfterDays,
    health: healthOf(org, credential, member),
    teams:
      credential.scope === "team_secret"
        ? org.members.teams().map((team) => teamOf(org, credential, team, member))
        : [],
    members: credential.scope === "user_secret" ? { set: ownSet.length, of: members.length } : { set: 0, of: 0 },
    usedBy: [...credential.usedBy],
  };
}

/** How each credential of a connector is doing for this member, each named once. */
export function connectorCredentials(
  org: ViewedOrg & Pick<Org, "catalog">,
  config: ConnectorConfig,
  member: MemberId,
): ConnectorSummary["credentials"] {
  const { credentials } = org.catalog.snapshot();
  const ids = new Set(secretBindings(config).map(({ credentialId }) => credentialId));
  return [...ids].flatMap((id) => {
    const credential = credentials.get(id);
    return credential ? [{ id, name: credential.name, health: healthOf(org, credential, member) }] : [];
  });
}

function healthOf(org: ViewedOrg, credential: CredentialEntry, member: MemberId): CredentialHealth {
  const values = valuesFor(org, credential, member);
  if (values.length === 0) return "no-value";
  if (values.some((ref) => org.secrets.contents(ref)?.kind === "unreadable")) return "unreadable";
  const due = dueAt(org, credential, oldest(values));
  if (due !== null && due <= org.clock.now()) return "due";
  return credential.usedBy.length === 0 ? "unused" : "ok";
}

/** The values that this member's calls could go out with; more than one only where several teams of theirs have one. */
function valuesFor(org: ViewedOrg, { id, scope }: CredentialEntry, member: MemberId): readonly SecretFacts[] {
  switch (scope) {
    case "org_secret":
      return present(org.secrets.find(secretRefOf(org.id, id, { kind: "org" })));
    case "user_secret":
      return present(org.secrets.find(secretRefOf(org.id, id, { kind: "member", id: member })));
    case "team_secret":
      return org.members
        .teamsOf(member)
        .flatMap((team) => present(org.secrets.find(secretRefOf(org.id, id, { kind: "team", id: team.id }))));
  }
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function oldest(values: readonly SecretFacts[]): number | null {
  return values.length === 0 ? null : Math.min(...values.map(({ updatedAt }) => updatedAt));
}

/** An edit keeps what is set wherever it goes, so only what all of them have is named. */
function commonFields({ secrets }: ViewedOrg, values: readonly SecretFacts[]): readonly string[] {
  const [first = [], ...others] = values.map((ref) => {
    const contents = secrets.contents(ref);
    return contents?.kind === "fields" ? contents.names : [];
  });
  return first.filter((name) => others.every((names) => names.includes(name)));
}

function dueAt({ access }: ViewedOrg, credential: CredentialEntry, setAt: number | null): number | null {
  const days = credential.remindAfterDays ?? access.settings.get().remindAfterDays;
  return setAt === null || days === 0 ? null : setAt + days * DAY_MS;
}

function teamOf(org: ViewedOrg, credential: CredentialEntry, team: TeamEntry, member: MemberId) {
  const facts = org.secrets.find(secretRefOf(org.id, credential.id, { kind: "team", id: team.id }));
  return {
    id: team.id,
    name: team.name,
    hasValue: facts !== undefined,
    setAt: facts?.updatedAt ?? null,
    maySet: team.memberIds.includes(member),
  };
}

/** The bindings of a config that take a value from the vault. */
export function secretBindings(
  config: ConnectorConfig,
): readonly { readonly name: string; readonly credentialId: CredentialId }[] {
  return bindingsOf(config).flatMap(({ name, source }) =>
    source.kind === "static" || source.kind === "oauth" ? [] : [{ name, credentialId: source.credentialId }],
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
  parts: ChoiceParts,
  { credentials }: Pick<CatalogSnapshot, "credentials">,
  config: ConnectorConfig,
  member: MemberId | null,
): readonly string[] {
  return secretBindings(config).flatMap(({ credentialId, name }) => {
    const credential = credentials.get(credentialId);
    if (!credential) return [name];
    const { kind } = chooseValue(parts, credential, member);
    return kind === "none" || kind === "nobody" ? [credential.name] : [];
  });
}

/** With which credentials a call goes out: references, never values. */
export function credentialRefs(
  parts: ChoiceParts,
  { credentials }: Pick<CatalogSnapshot, "credentials">,
  config: ConnectorConfig,
  member: MemberId | null,
): readonly CredentialRef[] {
  return secretBindings(config).flatMap(({ credentialId, name }) => {
    const credential = credentials.get(credentialId);
    if (!credential) return [];
    const choice = chooseValue(parts, credential, member);
    const owner = choice.kind === "value" || choice.kind === "none" ? choice.owner : null;
    return [{ name: credential.name, scope: credential.scope, as: name, owner }];
  });
}
