/** The people of an organization: members, teams, invitations. */
import * as z from "zod";
import { credentialId, invitationId, memberId, orgId, providerId, teamId } from "./ids.ts";
import { displayName, memberRef, moment, passphraseInput, role, secretInput, shownOnce } from "./values.ts";

/** What opens the vault for a member. */
export const unlockerKind = z.enum(["passphrase", "recovery-key", "headless-key", "os-keychain"]);
export type UnlockerKind = z.infer<typeof unlockerKind>;

/** A fingerprint of a member's public keys as people compare it: groups of digits, for example `41822 90311 55107 20046`. */
export const fingerprint = z.string().max(64);

/** A team as others refer to it. */
export const teamRef = z.object({ id: teamId, name: z.string() });
export type TeamRef = z.infer<typeof teamRef>;

/** A member in the list of people. */
export const memberDetail = z.object({
  id: memberId,
  name: z.string(),
  role,
  teams: z.array(teamRef),
  joinedAt: moment,
  lastSignedInAt: moment.nullable(),
  isYou: z.boolean(),
  fingerprint,
  unlockers: z.array(unlockerKind),
  /** How many `user_secret` values the member has set. */
  ownSecrets: z.int(),
});
export type MemberDetail = z.infer<typeof memberDetail>;

/** A team with its members. */
export const teamDetail = z.object({
  id: teamId,
  name: z.string(),
  members: z.array(memberRef),
  /** How many `team_secret` values the team has set. */
  secrets: z.int(),
  createdAt: moment,
});
export type TeamDetail = z.infer<typeof teamDetail>;

/** A new team, or another name for one. */
export const createTeamInput = z.object({ name: displayName, memberIds: z.array(memberId).max(1000) });
/** Who is in a team from now on. Whoever leaves costs the team a new key. */
export const setTeamMembersInput = z.object({ id: teamId, memberIds: z.array(memberId).max(1000) });

/** An invitation that has not been confirmed yet. */
export const invitationDetail = z.object({
  id: invitationId,
  name: z.string(),
  role,
  teams: z.array(teamRef),
  createdBy: z.string(),
  createdAt: moment,
  expiresAt: moment,
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("open") }),
    z.object({ kind: z.literal("expired") }),
    /** The person answered; an admin compares the fingerprint with what the person reads out, then confirms. */
    z.object({ kind: z.literal("answered"), fingerprint, at: moment }),
  ]),
});
export type InvitationDetail = z.infer<typeof invitationDetail>;

/** Invites one person. */
export const inviteInput = z.object({
  name: displayName,
  role,
  teamIds: z.array(teamId).max(200),
  /** For how long the code can be answered. */
  days: z.int().min(1).max(30),
});
/** The code opens nothing by itself: it proves who answers. `file` carries the same code with the organization's name. */
export const inviteOutput = z.object({ invitation: invitationDetail, code: shownOnce, file: shownOnce });

/** What an invitation file says; JSON. */
export const invitationFile = z.object({
  gatehouse: z.literal("invitation/1"),
  orgId,
  orgName: z.string().max(200),
  name: z.string().max(200),
  code: z.string().max(200),
  expiresAt: moment,
});
export type InvitationFile = z.infer<typeof invitationFile>;

/** Answers an invitation: draws the person's keys and protects them with their new passphrase. */
export const acceptInput = z.object({ orgId, code: secretInput, passphrase: passphraseInput });
/** An admin confirms next; until then the person cannot sign in. */
export const acceptOutput = z.object({ memberId, name: z.string(), fingerprint, recoveryKey: shownOnce });

/** Confirms an answer whose fingerprint was compared. Another fingerprint is refused. */
export const confirmInput = z.object({ id: invitationId, fingerprint });

/** What removing a member means, in numbers, and which tokens to revoke at their providers because the member may have copied them. */
export const memberRemoval = z.object({
  member: memberRef,
  ownSecrets: z.int(),
  teams: z.array(teamRef),
  keys: z.int(),
  waitingCalls: z.int(),
  tokensToRevoke: z.array(
    z.object({ credentialId, name: z.string(), scope: z.string(), connectors: z.array(z.string()) }),
  ),
  /**
   * Their own connected accounts: forgotten here, and good at their providers until somebody ends them there, because their tokens open with
   * the member's keys alone. `page`: where the member does that, where it is known.
   */
  accountsLeft: z.array(
    z.object({
      providerId,
      provider: z.string(),
      accountName: z.string().nullable(),
      host: z.string(),
      page: z.url().nullable(),
    }),
  ),
});
export type MemberRemoval = z.infer<typeof memberRemoval>;

/** Another role. Taking `admin` away replaces the organization's admin key. */
export const setRoleInput = z.object({ id: memberId, role });
