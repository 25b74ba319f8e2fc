/** How a procedure of the people's door is made: with its errors, and with the role it needs. */
import { oc } from "@orpc/contract";
import { contractErrors } from "./errors.ts";
import type { Role } from "./values.ts";

/** Who may call a procedure: anyone with a connection, anyone signed in, or a member of at least this role. */
export type Access = "anyone" | Role;

/** What the contract says of each procedure beside its types. */
export interface ProcedureMeta {
  readonly access: Access;
  /** True for what only the studio's own window may do: deciding about calls. */
  readonly isWindowOnly: boolean;
}

const procedure = oc.errors(contractErrors).$meta<ProcedureMeta>({ access: "admin", isWindowOnly: false });
/** For anyone with a connection. */
export const anyone = procedure.meta({ access: "anyone", isWindowOnly: false });
/** For every member. */
export const member = procedure.meta({ access: "member", isWindowOnly: false });
/** For operators and admins. */
export const operator = procedure.meta({ access: "operator", isWindowOnly: false });
/** For admins. */
export const admin = procedure.meta({ access: "admin", isWindowOnly: false });
/** For operators and admins, in the window of the studio only: deciding about calls. */
export const decider = procedure.meta({ access: "operator", isWindowOnly: true });
