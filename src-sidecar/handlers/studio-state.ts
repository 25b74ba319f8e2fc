import type { MemberSummary, OrgEntry, OrgSummary, StudioState } from "../../src-contract/studio.ts";
import type { Member } from "../identity/index.ts";
import type { Connection } from "../rpc/index.ts";
import { waitingCallCount } from "../store/index.ts";
import type { MemberFacts } from "../vault/index.ts";
import { openFor } from "./opening.ts";
import type { Org, Studio } from "./org.ts";

/** What a connection sees of the studio: the organization it looks at, or first run. It stays with the one that it was shown first. */
export async function studioStateFor(studio: Studio, connection: Connection): Promise<StudioState> {
  const org = studio.org(connection.orgId) ?? studio.lastOrg();
  if (org === null) return { kind: "new" };
  connection.orgId = org.id;
  const facts = await factsOf(org);
  const orgs = studio.orgs().map(entryOf);
  const summary = await summaryOf(org, facts, studio.clock.now());
  const { state } = org.vault;
  const signedIn = connection.signIns.get(org.id);
  switch (state.kind) {
    case "absent":
      return { kind: "unreadable", orgs, org: summary, reason: "The vault's key records are missing." };
    case "unreadable":
      return { kind: "unreadable", orgs, org: summary, reason: state.reason };
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

function entryOf(org: Org): OrgEntry {
  return { id: org.id, name: org.name, isOpen: openFor(org) !== null };
}

async function summaryOf(org: Org, facts: readonly MemberFacts[], now: number): Promise<OrgSummary> {
  const invitations = org.members.invitations().filter(({ expiresAt }) => expiresAt > now);
  return {
    id: org.id,
    name: org.name,
    members: org.members.list().map((member) => summaryOfMember(member, facts)),
    openFor: openFor(org),
    waitingCalls: await waitingCalls(org),
    hasInvitations: invitations.length > 0,
  };
}

function summaryOfMember({ id, name, role }: Member, facts: readonly MemberFacts[]): MemberSummary {
  const unlockers = facts.find(({ memberId }) => memberId === id)?.unlockers ?? [];
  return { id, name, role, unlockers: unlockers.map(({ kind }) => kind) };
}

/** None where they cannot be counted, as in the moment in which it is opened anew: it is shown as it is, locked. */
async function waitingCalls({ db, vault }: Org): Promise<number> {
  try {
    return await waitingCallCount(db);
  } catch (error) {
    if (vault.state.kind === "unlocked") throw error;
    return 0;
  }
}
