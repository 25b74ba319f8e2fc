/**
 * Who is here: the members of an organization, their teams, invitations and sign-ins. It keeps hashes of session tokens and no
 * passphrase, refuses a token that it does not know, a second person of the same name and the loss of the last admin, and slows down
 * whoever guesses.
 */
export { Attempts } from "./attempts.ts";
export { MemberSessions, type Member } from "./member-sessions.ts";
export { foundOrg, openMembers, type Members } from "./members.ts";
export type { InvitationEntry, MemberEntry, TeamEntry } from "./people-state.ts";
