import type { Member } from "../identity/index.ts";
import { contractError, type Connection, type SignedIn } from "../rpc/index.ts";
import type { Org, Studio } from "./org.ts";

/** Signs a member in on a connection, which looks at the organization from now on. @returns the token that takes it up again. */
export function signInOn(studio: Studio, org: Org, connection: Connection, member: Member): string {
  const { session, token, ended } = org.memberSessions.open(member, studio.clock.now());
  if (ended !== undefined) endSessions(studio, org, (one) => one === ended);
  studio.look(connection, org);
  connection.signIns.set(org.id, session);
  return token;
}

/** Takes up the session of a token on another connection. @throws `not_signed_in`. */
export function resumeOn(
  studio: Studio,
  connection: Connection,
  token: string,
): { readonly org: Org; readonly member: Member } {
  for (const org of studio.orgs()) {
    const session = org.memberSessions.resume(token);
    if (!session) continue;
    studio.look(connection, org);
    connection.signIns.set(org.id, session);
    return { org, member: session.member };
  }
  throw contractError("not_signed_in", "Your session ended while the connection was down. Sign in again.");
}

/** Ends sessions of an organization wherever they are signed in, with the streams that they listen to. */
export function endSessions(studio: Studio, org: Org, which: (session: SignedIn) => boolean): void {
  const ended = new Set<SignedIn>(org.memberSessions.endWhere(which));
  // What a connection holds is asked as well: it counts there, whether its token does or not.
  for (const { signIns } of studio.connections) {
    const session = signIns.get(org.id);
    if (session === undefined || !(ended.has(session) || which(session))) continue;
    signIns.delete(org.id);
    ended.add(session);
  }
  for (const session of ended) org.events.end(session);
}

/** A member is no longer what they were: every sign-in of theirs says so, or ends. */
export function updateSessions(studio: Studio, org: Org, member: Member): void {
  org.memberSessions.update(member);
  endSessions(studio, org, (session) => session.member.id === member.id && session.member !== member);
}
