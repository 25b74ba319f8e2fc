import type { CredentialId } from "../../src-contract/ids.ts";
import { actorName } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import {
  connectorRows,
  deleteCredentialRow,
  insertCredentialRow,
  isUniqueViolation,
  touchCredentialRow,
  updateCredentialRow,
  type CredentialRow,
} from "../store/index.ts";
import { CatalogError } from "./catalog-error.ts";
import type { CatalogOptions, Credentials } from "./catalog.ts";
import { credentialUsesOfRows } from "./credential-uses.ts";
import type { LiveSnapshot } from "./live-snapshot.ts";
import type { CredentialEntry } from "./snapshot.ts";

/** Credentials, and the writing of their noted uses. */
export function createCredentials(
  options: CatalogOptions,
  live: LiveSnapshot,
): Credentials & { flush(): Promise<void> } {
  const { record, clock } = options;
  let uses = new Map<CredentialId, number>();
  const get = (id: CredentialId): CredentialEntry => {
    const entry = live.current.credentials.get(id);
    if (!entry) throw gone();
    return entry;
  };

  const create: Credentials["create"] = async ({ name, scope, authType, remindAfterDays }, by) => {
    const row: CredentialRow = {
      id: newId<CredentialId>(),
      name,
      scope,
      auth_type: authType,
      remind_after_days: remindAfterDays,
      created_at: clock.now(),
      last_used_at: null,
    };
    await orNameTaken(
      record(async (tx) => {
        await insertCredentialRow(tx, row);
        const body = { name, scope, authType, remindAfterDays };
        return {
          value: undefined,
          entries: [{ actor: actorName(by), action: "credential.created", subject: row.id, body }],
        };
      }),
    );
    await live.reloadCredentials();
    return get(row.id);
  };

  const update: Credentials["update"] = async ({ id, name, remindAfterDays }, by) => {
    const before = get(id);
    if (name === before.name && remindAfterDays === before.remindAfterDays) return before;
    const was = { name: before.name, remindAfterDays: before.remindAfterDays };
    await orNameTaken(
      record(async (tx) => {
        if (!(await updateCredentialRow(tx, id, { name, remind_after_days: remindAfterDays }))) throw gone();
        const body = { was, is: { name, remindAfterDays } };
        return {
          value: undefined,
          entries: [{ actor: actorName(by), action: "credential.updated", subject: id, body }],
        };
      }),
    );
    await live.reloadCredentials();
    return get(id);
  };

  const remove: Credentials["remove"] = async (id, by) => {
    const { name, scope } = get(id);
    await record(async (tx) => {
      refuseInUse(name, credentialUsesOfRows(await connectorRows(tx)).get(id) ?? []);
      if (!(await deleteCredentialRow(tx, id))) throw gone();
      const entry = { actor: actorName(by), action: "credential.removed", subject: id, body: { name, scope } };
      return { value: undefined, entries: [entry] };
    });
    await live.reloadCredentials();
  };

  const flush = async (): Promise<void> => {
    if (uses.size === 0) return;
    const noted = uses;
    uses = new Map();
    await record(async (tx) => {
      for (const [id, at] of noted) await touchCredentialRow(tx, id, at);
      return { value: undefined, entries: [] };
    });
    await live.reloadCredentials();
  };

  return { get, create, update, remove, noteUse: (id) => void uses.set(id, clock.now()), flush };
}

function gone(): CatalogError {
  return new CatalogError("not_found", "That credential no longer exists.");
}

async function orNameTaken(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const field = { path: "/name", message: "Another credential has this name." };
    throw new CatalogError("name_taken", undefined, { fields: [field] });
  }
}

function refuseInUse(name: string, usedBy: CredentialEntry["usedBy"]): void {
  if (usedBy.length === 0) return;
  const connectors = [...new Set(usedBy.map((use) => use.connectorName))].join(", ");
  throw new CatalogError("in_use", `${JSON.stringify(name)} is still used by: ${connectors}.`, {
    hint: "Choose another credential there, or remove the connector.",
  });
}
