import type { InvitationDetail, MemberDetail, MemberRemoval, TeamDetail, TeamRef } from "../../src-contract/people.ts";
import type { CredentialId, MemberId } from "../../src-contract/ids.ts";
import type { CredentialEntry } from "../catalog/index.ts";
import type { InvitationEntry, MemberEntry, TeamEntry } from "../identity/index.ts";
import { presetOf } from "../oauth/index.ts";
import type { KeyEntry } from "../policy/index.ts";
import type { InvitationFacts, MemberFacts, SecretFacts } from "../vault/index.ts";
import type { Org } from "./org.ts";

/** What views of people are made of: the tables are in memory, the vault's rows are read for each list. */
export interface VaultSight {
  readonly facts: readonly MemberFacts[];
  readonly secrets: readonly SecretFacts[];
}

export async function sightOf({ vault }: Org): Promise<VaultSight> {
  return { facts: await vault.memberFacts(), secrets: await vault.listSecrets() };
}

/** A member as this member sees them. */
export function memberDetailOf(org: Org, entry: MemberEntry, you: MemberId, sight: VaultSight): MemberDetail {
  const { id, name, role, joinedAt, lastSignedInAt } = entry;
  const facts = sight.facts.find(({ memberId }) => memberId === id);
  return {
    id,
    name,
    role,
    teams: org.members.teamsOf(id).map(teamRefOf),
    joinedAt,
    lastSignedInAt,
    isYou: id === you,
    fingerprint: facts?.fingerprint ?? "",
    unlockers: (facts?.unlockers ?? []).map(({ kind }) => kind),
    ownSecrets: secretsOf(sight, "user", id).length,
  };
}

export function teamDetailOf(org: Org, { id, name, memberIds, createdAt }: TeamEntry, sight: VaultSight): TeamDetail {
  const members = memberIds.flatMap((member) => org.members.find(member) ?? []);
  return {
    id,
    name,
    members: members.map((member) => ({ id: member.id, name: member.name })),
    secrets: secretsOf(sight, "team", id).length,
    createdAt,
  };
}

export function invitationDetailOf(
  org: Org,
  entry: InvitationEntry,
  facts: readonly InvitationFacts[],
  now: number,
): InvitationDetail {
  const { id, name, role, teamIds, createdBy, createdAt, expiresAt } = entry;
  const teams = org.members.teams().filter((team) => teamIds.includes(team.id));
  return {
    id,
    name,
    role,
    teams: teams.map(teamRefOf),
    createdBy: org.members.find(createdBy)?.name ?? "",
    createdAt,
    expiresAt,
    state: invitationState(facts.find((one) => one.id === id)?.answer ?? null, expiresAt <= now),
  };
}

/** What removing a member takes away, and which tokens they may have copied before. */
export function memberRemovalOf(org: Org, entry: MemberEntry, sight: VaultSight): MemberRemoval {
  const { id, name } = entry;
  return {
    member: { id, name },
    ownSecrets: secretsOf(sight, "user", id).length,
    teams: org.members.teamsOf(id).map(teamRefOf),
    keys: keysOf(org, id).length,
    waitingCalls: org.desk.waiting().filter((call) => actsFor(call, id)).length,
    tokensToRevoke: tokensOf(org, entry, sight),
    accountsLeft: accountsLeftOf(org, id),
  };
}

/** The keys of whoever removes a member are open, and so those of the member are not. */
function accountsLeftOf({ oauth }: Pick<Org, "oauth">, id: MemberId): MemberRemoval["accountsLeft"] {
  return oauth.accounts.list().flatMap(({ providerId, memberId, accountName, issuer }) => {
    const provider = oauth.providers.find(providerId);
    if (memberId !== id || provider === undefined) return [];
    const { preset } = provider.config;
    const page = preset === null ? null : presetOf(preset).accountPage;
    return [{ providerId, provider: provider.name, accountName, host: URL.parse(issuer)?.host ?? issuer, page }];
  });
}

/** The keys that act as a member, or whose secret they were shown, and that still open something. */
export function keysOf(org: Org, id: MemberId): readonly KeyEntry[] {
  return org.access.keys
    .list()
    .filter((key) => key.state === "active" && (key.member?.id === id || key.createdBy === id));
}

type WaitingCall = ReturnType<Org["desk"]["waiting"]>[number];

/** Whether a call was asked for by a member, or acts as them. */
export function actsFor({ actsAs, shown }: WaitingCall, id: MemberId): boolean {
  return actsAs === id || (shown.asker.kind === "member" && shown.asker.member.id === id);
}

// Everything that the member held a key to: the organization's, their teams' (an admin's: every team's), and their own.
function tokensOf(org: Org, { id, role }: MemberEntry, { secrets }: VaultSight): MemberRemoval["tokensToRevoke"] {
  const teams = new Set<string>(
    (role === "admin" ? org.members.teams() : org.members.teamsOf(id)).map((team) => team.id),
  );
  const isOpen = ({ scope, scopeId }: SecretFacts): boolean => {
    if (scope === "user") return scopeId === id;
    return scope === "org" || teams.has(scopeId);
  };
  const opened = new Set<string>(secrets.filter(isOpen).map(({ ownerId }) => ownerId));
  const credentials: readonly CredentialEntry[] = [...org.catalog.snapshot().credentials.values()];
  return credentials
    .filter((credential) => opened.has(credential.id))
    .map((credential) => ({
      credentialId: credential.id satisfies CredentialId,
      name: credential.name,
      scope: credential.scope,
      connectors: credential.usedBy.map(({ connectorName }) => connectorName),
    }));
}

function invitationState(answer: InvitationFacts["answer"], isExpired: boolean): InvitationDetail["state"] {
  if (answer !== null) return { kind: "answered", fingerprint: answer.fingerprint, at: answer.at };
  return { kind: isExpired ? "expired" : "open" };
}

function secretsOf({ secrets }: VaultSight, scope: SecretFacts["scope"], scopeId: string): readonly SecretFacts[] {
  return secrets.filter((one) => one.scope === scope && one.scopeId === scopeId);
}

function teamRefOf({ id, name }: TeamEntry): TeamRef {
  return { id, name };
}
