import { implement, type ImplementerInternalWithMiddlewares } from "@orpc/server";
import { contract, type Contract } from "../../src-contract/contract.ts";
import type { ErrorCode } from "../../src-contract/errors.ts";
import type { Actor } from "../base/actor.ts";
import { assertAccess, contractError, toContractError, type RpcContext } from "../rpc/index.ts";
import type { Org, Studio } from "./org.ts";

/** What rooms call by another name than the contract. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  vault_absent: "vault_unreadable",
  vault_exists: "already_set_up",
  recovery_key_malformed: "wrong_recovery_key",
  passphrase_policy: "invalid_input",
  root_signature: "vault_unreadable",
  member_signature: "vault_unreadable",
  unlocker_signature: "vault_unreadable",
  wrap_signature: "vault_unreadable",
  wrap_damaged: "vault_unreadable",
  kdf_policy: "vault_unreadable",
  key_unavailable: "vault_unreadable",
  key_commitment: "vault_unreadable",
  envelope_context: "vault_unreadable",
  envelope_damaged: "vault_unreadable",
  unknown_version: "vault_unreadable",
  unknown_suite: "vault_unreadable",
  revision_conflict: "conflict",
  secret_missing: "credential_missing",
  value_too_long: "too_large",
  connector_timeout: "connector_unreachable",
  connector_closed: "connector_unreachable",
  result_too_large: "connector_misbehaved",
  upstream_error: "connector_misbehaved",
};

/** The contract with the two things that every procedure does first: check who asks, and turn errors into the contract's. */
export function implementContract(studio: Pick<Studio, "log">): Implementer {
  const os = implement(contract).$context<RpcContext>();
  return os.use(async ({ context, next, procedure, path }) => {
    try {
      assertAccess(procedure["~orpc"].meta, context.connection);
      return await next({ context });
    } catch (error) {
      const known = toContractError(error, CODES);
      if (known.code === "internal")
        studio.log("a procedure failed", { procedure: path.join("."), error: describe(error) });
      throw known;
    }
  });
}

/** The implementer that handlers are written on. */
export type Implementer = ImplementerInternalWithMiddlewares<Contract, RpcContext, RpcContext>;

/** The signed-in member, as the rooms name an actor. */
export function actorOf({ connection }: RpcContext): Actor {
  if (connection.signedIn === null) throw contractError("not_signed_in");
  const { id, name } = connection.signedIn.member;
  return { id, name };
}

/** The organization. @throws `not_found` on first run. */
export function orgOf(studio: Studio): Org {
  const org = studio.org();
  if (org === null) throw contractError("not_found", "There is no organization yet. Set the studio up first.");
  return org;
}

// The stack names our own lines only; messages of rooms hold no secret.
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "something that is no error";
}
