import type { ClientKind } from "../../src-contract/host.ts";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";

/** Who signed in on a connection. */
export interface SignedIn {
  readonly member: { readonly id: MemberId; readonly name: string; readonly role: Role };
}

/** One window or command line at the people's door. A connection starts signed out, whoever else is signed in. */
export interface Connection {
  readonly via: ClientKind;
  /** The organization that it looks at; null: it has not chosen, which is the studio's first. */
  orgId: OrgId | null;
  /** Who signed in here, in each organization. A sign-in counts only while the connection looks at its organization. */
  readonly signIns: Map<OrgId, SignedIn>;
}

/** Where a connection is and as whom, at one moment: a procedure that takes a while stays where it began. */
export interface Seat {
  readonly orgId: OrgId | null;
  readonly signedIn: SignedIn | null;
}

/** What a door hands in with every request. */
export interface RpcContext {
  readonly connection: Connection;
}

/** A connection that nobody has signed in on. */
export function createConnection(via: ClientKind): Connection {
  return { via, orgId: null, signIns: new Map() };
}

/** Where a connection is now. */
export function seatOf({ orgId, signIns }: Connection): Seat {
  return { orgId, signedIn: (orgId === null ? undefined : signIns.get(orgId)) ?? null };
}
