import type { InvitationId, MemberId, OrgId, TeamId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import { newId } from "../base/new-id.ts";
import {
  deleteInvitation,
  deleteInvitedMember,
  deleteTeamRow,
  deleteTeamsOf,
  insertInvitation,
  insertMember,
  insertOrg,
  insertTeam,
  isUniqueViolation,
  renameTeamRow,
  replaceTeamMembers,
  updateMember,
  type AuditDraft,
  type OrgDb,
  type Recorder,
} from "../store/index.ts";
import { IdentityError } from "./identity-error.ts";
import type { Member } from "./member-sessions.ts";
import { PeopleState, type InvitationEntry, type MemberEntry, type TeamEntry } from "./people-state.ts";

/** The people of an organization, as its tables know them. Whoever changes them here changes the vault to match. */
export interface Members {
  /** Those who may sign in. */
  list(): readonly MemberEntry[];
  /** Anyone who ever was one, by id: for names in the log and on old calls. */
  find(id: string | null): MemberEntry | undefined;
  /** Members that the vault and the tables may not agree about, after a crash. */
  unsettled(): readonly MemberEntry[];
  teams(): readonly TeamEntry[];
  /** @throws {IdentityError} `not_found`. */
  team(id: TeamId): TeamEntry;
  teamsOf(id: MemberId): readonly TeamEntry[];
  invitations(): readonly InvitationEntry[];
  reload(): Promise<void>;
  /** One change of people after the other: each is several steps, here and in the vault. */
  inTurn<T>(change: () => Promise<T>): Promise<T>;
  /** @throws {IdentityError} `name_taken`. */
  assertNameFree(name: string): void;
  /** Within the transaction that records the sign-in. */
  noteSignIn(tx: OrgDb, id: MemberId): Promise<void>;
  invite(invitation: Omit<InvitationEntry, "createdAt" | "createdBy">, by: Actor): Promise<InvitationEntry>;
  withdraw(id: InvitationId, by: Actor): Promise<void>;
  /**
   * Before the vault takes the member in: a row that says so, should we die in between.
   *
   * @throws {IdentityError} `invitation_invalid` when the id is or was another's, `name_taken`.
   */
  beginConfirm(id: InvitationId, memberId: MemberId): Promise<void>;
  /** After the vault took the member in. */
  finishConfirm(id: InvitationId | null, memberId: MemberId, by: string): Promise<MemberEntry>;
  /** The vault never took them in. */
  undoConfirm(memberId: MemberId): Promise<void>;
  /** @throws {IdentityError} `last_admin`. */
  setRole(id: MemberId, role: Role, by: Actor | typeof GATEHOUSE_ACTOR): Promise<MemberEntry>;
  /** Takes all power away that the tables give. @throws {IdentityError} `last_admin`. */
  remove(id: MemberId, by: Actor): Promise<void>;
  createTeam(name: string, memberIds: readonly MemberId[], by: Actor): Promise<TeamEntry>;
  renameTeam(id: TeamId, name: string, by: Actor): Promise<TeamEntry>;
  setTeamMembers(id: TeamId, memberIds: readonly MemberId[], by: Actor | typeof GATEHOUSE_ACTOR): Promise<TeamEntry>;
  removeTeam(id: TeamId, by: Actor): Promise<void>;
}

export interface MembersParts {
  readonly db: OrgDb;
  readonly record: Recorder;
  readonly clock: Clock;
}

/** Reads the people of an organization. */
export async function openMembers(parts: MembersParts): Promise<Members> {
  const state = new PeopleState(parts.db);
  await state.reload();
  const change = changeOf(parts, state);
  let last: Promise<unknown> = Promise.resolve();
  return {
    list: () => state.members.filter((one) => one.state === "active"),
    find: (id) => state.members.find((one) => one.id === id),
    unsettled: () => state.members.filter((one) => one.state !== "active"),
    teams: () => state.teams,
    team: (id) => state.team(id),
    teamsOf: (id) => state.teams.filter(({ memberIds }) => memberIds.includes(id)),
    invitations: () => state.invitations,
    reload: () => state.reload(),
    inTurn: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => {}); // Whoever asked for it hears of it.
      return turn;
    },
    assertNameFree: (name) => assertNameFree(state, name),
    noteSignIn: async (tx, id) => void (await updateMember(tx, id, { last_signed_in_at: parts.clock.now() })),
    ...invitationChanges(parts, state, change),
    ...memberChanges(state, change),
    ...teamChanges(parts, state, change),
  };
}

type Change = (
  write: (tx: OrgDb) => Promise<unknown>,
  entry: { readonly by: string; readonly action: string; readonly subject: string; readonly body: JsonObject },
) => Promise<void>;

function changeOf({ record }: MembersParts, state: PeopleState): Change {
  return async (write, { by, action, subject, body }) => {
    try {
      await record(async (tx) => {
        await write(tx);
        return { value: undefined, entries: [{ actor: by, action, subject, body } satisfies AuditDraft] };
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new IdentityError("name_taken") : error;
    }
    await state.reload();
  };
}

function invitationChanges({ clock }: MembersParts, state: PeopleState, change: Change) {
  return {
    invite: async (invitation, by) => {
      const { id, name, role, teamIds, expiresAt } = invitation;
      for (const team of teamIds) state.team(team);
      assertNameFree(state, name);
      const row = {
        id,
        name,
        role,
        teams: JSON.stringify(teamIds),
        created_by: by.id,
        created_at: clock.now(),
        expires_at: expiresAt,
      };
      const body = { name, role, teams: [...teamIds], expiresAt };
      const entry = { by: actorName(by), action: "invitation.created", subject: id, body };
      await change((tx) => insertInvitation(tx, row), entry);
      return state.invitation(id);
    },
    withdraw: async (id, by) => {
      const { name } = state.invitation(id);
      const entry = { by: actorName(by), action: "invitation.withdrawn", subject: id, body: { name } };
      await change((tx) => deleteInvitation(tx, id), entry);
    },
    beginConfirm: async (id, memberId) => {
      const { name, role } = state.invitation(id);
      const present = state.members.find((one) => one.id === memberId);
      if (present !== undefined) {
        // Names are unique: a row that waits under this one was begun for this invitation. Any other is somebody else's.
        if (present.state === "invited" && present.name === name && present.role === role) return;
        throw new IdentityError("invitation_invalid");
      }
      assertNameFree(state, name, id);
      const row = {
        id: memberId,
        name,
        role,
        state: "invited",
        created_at: clock.now(),
        last_signed_in_at: null,
      } as const;
      const entry = { by: "gatehouse", action: "member.confirming", subject: memberId, body: { name, invitation: id } };
      await change((tx) => insertMember(tx, row), entry);
    },
    finishConfirm: async (id, memberId, by) => {
      const begun = state.members.find((one) => one.id === memberId && one.state === "invited");
      if (begun === undefined) throw new IdentityError("not_found");
      const { name, role } = begun;
      const invitation = state.invitations.find((one) => (id === null ? one.name === name : one.id === id));
      const teams = state.teams.filter(({ id: team }) => invitation?.teamIds.includes(team));
      const write = async (tx: OrgDb): Promise<void> => {
        await updateMember(tx, memberId, { state: "active" });
        if (invitation) await deleteInvitation(tx, invitation.id);
        for (const team of teams) await replaceTeamMembers(tx, team.id, distinct([...team.memberIds, memberId]));
      };
      const body = { name, role, teams: teams.map((team) => team.name) };
      await change(write, { by, action: "member.confirmed", subject: memberId, body });
      return state.active(memberId);
    },
    undoConfirm: async (memberId) => {
      const entry = { by: "gatehouse", action: "member.not-confirmed", subject: memberId, body: {} };
      await change((tx) => deleteInvitedMember(tx, memberId), entry);
    },
  } satisfies Partial<Members>;
}

function memberChanges(state: PeopleState, change: Change) {
  return {
    setRole: async (id, role, by) => {
      const { name, role: was } = state.active(id);
      if (was === role) return state.active(id);
      if (was === "admin") state.assertOtherAdmin(id);
      const body = { name, was, is: role };
      await change((tx) => updateMember(tx, id, { role }), {
        by: nameOf(by),
        action: "member.role-set",
        subject: id,
        body,
      });
      return state.active(id);
    },
    remove: async (id, by) => {
      const { name, role } = state.active(id);
      if (role === "admin") state.assertOtherAdmin(id);
      const write = async (tx: OrgDb): Promise<void> => {
        await updateMember(tx, id, { state: "removed", role: "member" });
        await deleteTeamsOf(tx, id);
      };
      await change(write, { by: actorName(by), action: "member.removed", subject: id, body: { name, role } });
    },
  } satisfies Partial<Members>;
}

function teamChanges({ clock }: MembersParts, state: PeopleState, change: Change) {
  const namesOf = (ids: readonly MemberId[]): string[] => ids.map((id) => state.active(id).name);
  return {
    createTeam: async (name, wanted, by) => {
      const id = newId<TeamId>();
      const memberIds = distinct(wanted);
      const body = { name, members: namesOf(memberIds) };
      const write = async (tx: OrgDb): Promise<void> => {
        await insertTeam(tx, { id, name, created_at: clock.now() });
        await replaceTeamMembers(tx, id, memberIds);
      };
      await change(write, { by: actorName(by), action: "team.created", subject: id, body });
      return state.team(id);
    },
    renameTeam: async (id, name, by) => {
      const body = { was: state.team(id).name, is: name };
      await change((tx) => renameTeamRow(tx, id, name), {
        by: actorName(by),
        action: "team.renamed",
        subject: id,
        body,
      });
      return state.team(id);
    },
    setTeamMembers: async (id, wanted, by) => {
      const memberIds = distinct(wanted);
      const body = { name: state.team(id).name, members: namesOf(memberIds) };
      const entry = { by: nameOf(by), action: "team.members-set", subject: id, body };
      await change((tx) => replaceTeamMembers(tx, id, memberIds), entry);
      return state.team(id);
    },
    removeTeam: async (id, by) => {
      const { name } = state.team(id);
      await change((tx) => deleteTeamRow(tx, id), {
        by: actorName(by),
        action: "team.removed",
        subject: id,
        body: { name },
      });
    },
  } satisfies Partial<Members>;
}

/** Writes a new organization with its first admin. */
export async function foundOrg(
  record: Recorder,
  org: { readonly id: OrgId; readonly name: string },
  admin: Pick<Member, "id" | "name">,
  now: number,
): Promise<void> {
  const role: Role = "admin";
  await record(async (tx) => {
    await insertOrg(tx, { id: org.id, name: org.name, created_at: now });
    const { id, name } = admin;
    await insertMember(tx, { id, name, role, state: "active", created_at: now, last_signed_in_at: now });
    const actor = `member:${name}`;
    return {
      value: undefined,
      entries: [
        { actor, action: "org.created", subject: org.id, body: { name: org.name } },
        { actor, action: "member.created", subject: id, body: { name, role } },
      ],
    };
  });
}

// The log names people: a name is never given to a second one, nor to a team, nor promised twice.
function assertNameFree(state: PeopleState, name: string, except?: InvitationId): void {
  const isSame = (other: { readonly name: string }): boolean => other.name.toLowerCase() === name.toLowerCase();
  const others = state.invitations.filter(({ id }) => id !== except);
  if (state.members.some(isSame) || others.some(isSame)) throw new IdentityError("name_taken");
}

function nameOf(by: Actor | typeof GATEHOUSE_ACTOR): string {
  return by === GATEHOUSE_ACTOR ? by : actorName(by);
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
