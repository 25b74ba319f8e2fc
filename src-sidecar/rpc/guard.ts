import type { Role } from "../../src-contract/values.ts";
import type { ProcedureMeta } from "../../src-contract/procedure.ts";
import { seatOf, type Connection, type Seat } from "./connection.ts";
import { contractError } from "./contract-error.ts";

const RANK: Readonly<Record<Role, number>> = { member: 0, operator: 1, admin: 2 };

/**
 * Refuses what a connection may not do: the one check that every procedure passes before its input is even read.
 *
 * @returns where and as whom the procedure runs, whatever the connection does meanwhile.
 * @throws `not_signed_in`, `forbidden`.
 */
export function assertAccess(meta: ProcedureMeta, connection: Connection): Seat {
  const seat = seatOf(connection);
  if (meta.isWindowOnly && connection.via !== "window")
    throw contractError("forbidden", "Calls are decided in the studio's own window, nowhere else.");
  if (meta.access === "anyone") return seat;
  const { signedIn } = seat;
  if (signedIn === null) throw contractError("not_signed_in");
  if (RANK[signedIn.member.role] < RANK[meta.access])
    throw contractError("forbidden", `This needs the role ${meta.access}; yours is ${signedIn.member.role}.`);
  return seat;
}
