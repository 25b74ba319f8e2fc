import { implement, type ImplementerInternalWithMiddlewares } from "@orpc/server";
import { contract, type Contract } from "../../src-contract/contract.ts";
import type { ErrorCode } from "../../src-contract/errors.ts";
import type { Actor } from "../base/actor.ts";
import type { Granter } from "../policy/index.ts";
import { assertAccess, contractError, toContractError, type RpcContext, type Seat } from "../rpc/index.ts";
import type { Org, Studio } from "./org.ts";

/** What rooms call by another name than the contract. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  vault_absent: "vault_unreadable",
  vault_exists: "already_set_up",
  recovery_key_malformed: "wrong_recovery_key",
  wrong_key: "keychain_unavailable",
  unlocker_missing: "not_found",
  member_unknown: "not_found",
  member_is_open: "conflict",
  not_admin: "forbidden",
  passphrase_policy: "invalid_input",
  root_signature: "vault_unreadable",
  member_signature: "vault_unreadable",
  unlocker_signature: "vault_unreadable",
  wrap_signature: "vault_unreadable",
  wrap_damaged: "vault_unreadable",
  team_signature: "vault_unreadable",
  admin_succession: "vault_unreadable",
  manifest_mismatch: "vault_unreadable",
  kdf_policy: "vault_unreadable",
  key_unavailable: "vault_unreadable",
  key_commitment: "vault_unreadable",
  envelope_context: "vault_unreadable",
  envelope_damaged: "vault_unreadable",
  unknown_version: "vault_unreadable",
  unknown_suite: "vault_unreadable",
  revision_conflict: "conflict",
  secret_missing: "credential_missing",
  entry_mismatch: "entry_expired",
  value_too_long: "too_large",
  too_many_calls: "too_large",
  approval_revoked: "conflict",
  connector_timeout: "connector_unreachable",
  connector_closed: "connector_unreachable",
  result_too_large: "connector_misbehaved",
  upstream_error: "connector_misbehaved",
};

/** The contract with the two things that every procedure does first: check who asks, and turn errors into the contract's. */
export function implementContract(studio: Pick<Studio, "log" | "org">): Implementer {
  const os = implement(contract).$context<RpcContext>();
  return os.use(async ({ context, next, procedure, path }) => {
    try {
      const seat = assertAccess(procedure["~orpc"].meta, context.connection);
      assertNotRolledBack(studio, seat, path.join("."));
      return await next({ context: { seat } });
    } catch (error) {
      const known = toContractError(error, CODES);
      if (known.code === "internal")
        studio.log("a procedure failed", { procedure: path.join("."), error: describe(error) });
      throw known;
    }
  });
}

/** What a handler gets: the connection, and where it was when the procedure began. */
export interface HandlerContext extends RpcContext {
  readonly seat: Seat;
}

/** The implementer that handlers are written on. */
export type Implementer = ImplementerInternalWithMiddlewares<Contract, RpcContext, HandlerContext>;

/** The signed-in member, as the rooms name an actor. */
export function actorOf({ seat }: HandlerContext): Actor {
  if (seat.signedIn === null) throw contractError("not_signed_in");
  const { id, name } = seat.signedIn.member;
  return { id, name };
}

/** The signed-in member, as somebody who says yes in advance. */
export function granterOf(context: HandlerContext): Granter {
  return { ...actorOf(context), isAdmin: context.seat.signedIn?.member.role === "admin" };
}

/** The organization that the connection looks at. @throws `not_found` on first run, and once it was deleted. */
export function orgOf(studio: Studio, { seat }: HandlerContext): Org {
  const org = studio.org(seat.orgId);
  if (org === null) throw contractError("not_found", "There is no such organization.");
  return org;
}

/** What may be done while the vault is an older copy of itself: looking, and what a person needs to decide about it. */
const LOOKS: ReadonlySet<string> = new Set([
  "studio.state",
  "studio.about",
  "studio.setUp",
  "studio.select",
  "studio.events",
  "studio.stopState",
  "studio.settings",
  "connectors.list",
  "connectors.get",
  "tools.get",
  "tools.list",
  "credentials.list",
  "providers.list",
  "providers.presets",
  "accounts.list",
  "people.list",
  "people.invitations",
  "teams.list",
  "vault.status",
  "vault.acceptRollback",
  "backups.list",
  "backups.inspect",
  "backups.restore",
  "policies.list",
  "keys.list",
  "sessions.list",
  "standing.list",
  "approvals.list",
  "calls.list",
  "calls.get",
  "audit.list",
  "audit.timeline",
  "audit.status",
  "audit.export",
  "audit.verify",
  "orgs.removalPreview",
  "orgs.remove",
]);

function assertNotRolledBack(studio: Pick<Studio, "org">, { orgId, signedIn }: Seat, path: string): void {
  if (signedIn === null || LOOKS.has(path) || path.startsWith("session.")) return;
  if (studio.org(orgId)?.isRolledBack === true) throw contractError("rolled_back");
}

// The stack names our own lines only; messages of rooms hold no secret.
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "something that is no error";
}
