import { createHash } from "node:crypto";
import type { MemberId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";

/** A member as the rest of the house knows them. */
export interface Member {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
}

/** One sign-in of one member. It ends with the vault's lock, at the latest. */
export interface MemberSession {
  /** As they are now: a change of role reaches every sign-in at once. */
  readonly member: Member;
  readonly since: number;
}

interface OpenedSession {
  readonly session: MemberSession;
  readonly token: string;
  readonly ended: MemberSession | undefined;
}

type Live = { member: Member; readonly since: number };

const TOKEN_BYTES = 32;
const MAX_SESSIONS = 256; // A command line signs in for each command.

/**
 * Who is signed in. A session belongs to the connection that signed in; its token lets the same page take it up again after a dropped
 * connection. Only hashes of tokens are kept.
 */
export class MemberSessions {
  readonly #randomBytes: (length: number) => Uint8Array;
  readonly #sessions = new Map<string, Live>();

  constructor(randomBytes: (length: number) => Uint8Array) {
    this.#randomBytes = randomBytes;
  }

  /** Opens a session. @returns it, and the oldest one when that had to end for it: the caller ends it where it is signed in. */
  open(member: Member, now: number): OpenedSession {
    const token = Buffer.from(this.#randomBytes(TOKEN_BYTES)).toString("base64url");
    const session = { member, since: now };
    const ended = this.#sessions.size >= MAX_SESSIONS ? this.#endOldest() : undefined;
    this.#sessions.set(hashOf(token), session);
    return { session, token, ended };
  }

  #endOldest(): MemberSession | undefined {
    const [oldest] = this.#sessions;
    if (oldest !== undefined) this.#sessions.delete(oldest[0]);
    return oldest?.[1];
  }

  /** The session of a token; undefined once it has ended. */
  resume(token: string): MemberSession | undefined {
    return this.#sessions.get(hashOf(token));
  }

  /** Ends every session that matches. @returns those. */
  endWhere(matches: (session: MemberSession) => boolean): readonly MemberSession[] {
    const ended = [...this.#sessions].filter(([, session]) => matches(session));
    for (const [hash] of ended) this.#sessions.delete(hash);
    return ended.map(([, session]) => session);
  }

  /** A member is no longer what they were. */
  update(member: Member): void {
    for (const session of this.#sessions.values()) if (session.member.id === member.id) session.member = member;
  }
}

// Looked up by its hash: a map's timing tells nothing about a preimage.
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
