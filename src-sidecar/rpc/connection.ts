import type { ClientKind } from "../../src-contract/host.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";

/** Who signed in on a connection. */
export interface SignedIn {
  readonly member: { readonly id: MemberId; readonly name: string; readonly role: Role };
}

/** One window or command line at the people's door. A connection starts signed out, whoever else is signed in. */
export interface Connection {
  readonly via: ClientKind;
  signedIn: SignedIn | null;
}

/** What every handler gets. */
export interface RpcContext {
  readonly connection: Connection;
}
