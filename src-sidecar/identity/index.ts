/**
 * Who is here: the members of an organization and their sign-ins. It keeps hashes of session tokens and no passphrase, refuses a token
 * that it does not know, and slows down whoever guesses.
 */
export { Attempts } from "./attempts.ts";
export { MemberSessions, type Member } from "./member-sessions.ts";
export { foundOrg, openMembers, type Members } from "./members.ts";
