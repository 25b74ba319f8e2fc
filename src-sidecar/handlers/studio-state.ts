import type { OrgId } from "../../src-contract/ids.ts";
import type { MemberSummary, OrgEntry, OrgSummary, StudioState } from "../../src-contract/studio.ts";
import type { Member } from "../identity/index.ts";
import type { Connection } from "../rpc/index.ts";
import { pausedSessionCount, waitingCallCount, type OrgDb } from "../store/index.ts";
import type { MemberFacts } from "../vault/index.ts";
import { openFor } from "./opening.ts";
import type { ClosedOrg, Org, Studio } from "./org.ts";

/** What a connection sees of the studio: the organization it looks at, or first run. It stays with the one that it was shown first. */
export async function studioStateFor(studio: Studio, connection: Connection): Promise<StudioState> {
  const orgs = entriesOf(studio);
  const closed = studio.closedOrgs();
  const open = studio.org(connection.orgId);
  const chosen = open === null ? closed.find(({ id }) => id === connection.orgId) : undefined;
  const org = open ?? studio.lastOrg();
  const shown = chosen ?? (org === null ? closed[0] : undefined);
  if (shown !== undefined) return closedStateOf(shown, orgs);
  if (org === null) return { kind: "new" };
  connection.orgId = org.id;
  const facts = await factsOf(org);
  const summary = await summaryOf(org, facts, studio.clock.now());
  const { state } = org.vault;
  const signedIn = connection.signIns.get(org.id);
  switch (state.kind) {
    case "absent":
      return { kind: "unreadable", orgs, org: summary, fault: null, reason: "The vault's key records are missing." };
    case "unreadable":
      return { kind: "unreadable", orgs, org: summary, fault: null, reason: state.reason };
    case "locked":
      return { kind: "locked", orgs, org: summary };
    case "rolled-back": {
      if (signedIn === undefined) return { kind: "signed-out", orgs, org: summary };
      const { knownEpoch, epoch, knownAt } = state;
      const member = summaryOfMember(signedIn.member, facts);
      return { kind: "rolled-back", orgs, org: summary, member, rollback: { knownEpoch, epoch, knownAt } };
    }
    case "unlocked":
      if (signedIn === undefined) return { kind: "signed-out", orgs, org: summary };
      return { kind: "signed-in", orgs, org: summary, member: summaryOfMember(signedIn.member, facts) };
  }
}

/** A member as the lock screen lists them. */
export async function memberSummaryOf(org: Org, member: Member): Promise<MemberSummary> {
  return summaryOfMember(member, await factsOf(org));
}

/** None where the rows cannot be read: the lock screen is shown all the same, and unlocking says what is wrong. */
async function factsOf({ vault }: Org): Promise<readonly MemberFacts[]> {
  try {
    return await vault.memberFacts();
  } catch {
    return [];
  }
}

/** Whether there is no organization in the home: not even one that could not be opened. */
export function isEmpty(studio: Pick<Studio, "orgs" | "closedOrgs">): boolean {
  return studio.orgs().length + studio.closedOrgs().length === 0;
}

/** Whether it is one that could not be opened. */
export function isClosed(studio: Pick<Studio, "closedOrgs">, orgId: OrgId): boolean {
  return studio.closedOrgs().some(({ id }) => id === orgId);
}

/** Every organization of the home, oldest first, whether it could be opened or not. */
function entriesOf(studio: Studio): OrgEntry[] {
  const open = studio.orgs().map((org) => ({ of: org, isOpen: openFor(org) !== null, fault: null }));
  const closed = studio.closedOrgs().map((org) => ({ of: org, isOpen: false, fault: org.fault }));
  return [...open, ...closed]
    .toSorted((one, other) => one.of.createdAt - other.of.createdAt)
    .map(({ of: { id, name }, isOpen, fault }) => ({ id, name, isOpen, fault }));
}

/** Of an organization whose database is not open nothing is known but its name. */
function closedStateOf({ id, name, fault, reason }: ClosedOrg, orgs: OrgEntry[]): StudioState {
  const nothing = { waitingCalls: 0, isStopped: false, pausedAgents: 0, hasInvitations: false };
  return { kind: "unreadable", orgs, org: { id, name, members: [], openFor: null, ...nothing }, reason, fault };
}

async function summaryOf(org: Org, facts: readonly MemberFacts[], now: number): Promise<OrgSummary> {
  const invitations = org.members.invitations().filter(({ expiresAt }) => expiresAt > now);
  return {
    id: org.id,
    name: org.name,
    members: org.members.list().map((member) => summaryOfMember(member, facts)),
    openFor: openFor(org),
    waitingCalls: await countIn(org, waitingCallCount),
    isStopped: org.access.settings.stopState().kind === "stopped",
    pausedAgents: await countIn(org, pausedSessionCount),
    hasInvitations: invitations.length > 0,
  };
}

function summaryOfMember({ id, name, role }: Member, facts: readonly MemberFacts[]): MemberSummary {
  const unlockers = facts.find(({ memberId }) => memberId === id)?.unlockers ?? [];
  return { id, name, role, unlockers: unlockers.map(({ kind }) => kind) };
}

/** None where they cannot be counted, as in the moment in which it is opened anew: it is shown as it is, locked. */
async function countIn({ db, vault }: Org, count: (db: OrgDb) => Promise<number>): Promise<number> {
  try {
    return await count(db);
  } catch (error) {
    if (vault.state.kind === "unlocked") throw error;
    return 0;
  }
}
