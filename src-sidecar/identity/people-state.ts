import type { InvitationId, MemberId, TeamId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";
import { invitationRows, memberRows, teamMemberRows, teamRows, type MemberRow, type OrgDb } from "../store/index.ts";
import { IdentityError } from "./identity-error.ts";
import type { Member } from "./member-sessions.ts";

/** A member with what the list of people shows. */
export interface MemberEntry extends Member {
  readonly state: MemberRow["state"];
  readonly joinedAt: number;
  readonly lastSignedInAt: number | null;
}

export interface TeamEntry {
  readonly id: TeamId;
  readonly name: string;
  readonly memberIds: readonly MemberId[];
  readonly createdAt: number;
}

export interface InvitationEntry {
  readonly id: InvitationId;
  readonly name: string;
  readonly role: Role;
  readonly teamIds: readonly TeamId[];
  readonly createdBy: MemberId;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** People, teams and invitations as the database has them, in memory. */
export class PeopleState {
  readonly #db: OrgDb;
  #members: readonly MemberEntry[] = [];
  #teams: readonly TeamEntry[] = [];
  #invitations: readonly InvitationEntry[] = [];

  constructor(db: OrgDb) {
    this.#db = db;
  }

  get members(): readonly MemberEntry[] {
    return this.#members;
  }

  get teams(): readonly TeamEntry[] {
    return this.#teams;
  }

  get invitations(): readonly InvitationEntry[] {
    return this.#invitations;
  }

  async reload(): Promise<void> {
    const rows = await memberRows(this.#db);
    const memberships = await teamMemberRows(this.#db);
    const teams = await teamRows(this.#db);
    const invitations = await invitationRows(this.#db);
    this.#members = rows.map(({ id, name, role, state, created_at, last_signed_in_at }) => {
      return { id, name, role, state, joinedAt: created_at, lastSignedInAt: last_signed_in_at };
    });
    this.#teams = teams.map(({ id, name, created_at: createdAt }) => {
      const memberIds = memberships.filter((one) => one.team_id === id).map((one) => one.member_id);
      return { id, name, memberIds, createdAt };
    });
    this.#invitations = invitations.map((row) => {
      const teamIds = JSON.parse(row.teams) as TeamId[]; // Written by `invite` from the same.
      const { id, name, role, created_by: createdBy, created_at: createdAt, expires_at: expiresAt } = row;
      return { id, name, role, teamIds, createdBy, createdAt, expiresAt };
    });
  }

  /** @throws {IdentityError} `not_found`, also for one who left. */
  active(id: MemberId): MemberEntry {
    const entry = this.#members.find((one) => one.id === id && one.state === "active");
    if (!entry) throw new IdentityError("not_found");
    return entry;
  }

  /** @throws {IdentityError} `not_found`. */
  team(id: TeamId): TeamEntry {
    const entry = this.#teams.find((one) => one.id === id);
    if (!entry) throw new IdentityError("not_found");
    return entry;
  }

  /** @throws {IdentityError} `not_found`. */
  invitation(id: InvitationId): InvitationEntry {
    const entry = this.#invitations.find((one) => one.id === id);
    if (!entry) throw new IdentityError("not_found");
    return entry;
  }

  /** @throws {IdentityError} `last_admin` when nobody else is one. */
  assertOtherAdmin(id: MemberId): void {
    const isAdmin = (one: MemberEntry): boolean => one.id !== id && one.state === "active" && one.role === "admin";
    if (!this.#members.some(isAdmin)) throw new IdentityError("last_admin");
  }
}
