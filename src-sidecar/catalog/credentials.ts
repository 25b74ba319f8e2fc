import type { CredentialId } from "../../src-contract/ids.ts";
import { actorName } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import {
  connectorRows,
  deleteCredentialRow,
  insertCredentialRow,
  isUniqueViolation,
  touchCredentialRow,
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
    if (!entry) throw new CatalogError("not_found", "That credential no longer exists.");
    return entry;
  };

  const create: Credentials["create"] = async ({ name, scope }, by) => {
    const row = { id: newId<CredentialId>(), name, scope, created_at: clock.now(), last_used_at: null };
    try {
      await record(async (tx) => {
        await insertCredentialRow(tx, row);
        const entry = { actor: actorName(by), action: "credential.created", subject: row.id, body: { name, scope } };
        return { value: undefined, entries: [entry] };
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const field = { path: "/name", message: "Another credential has this name." };
      throw new CatalogError("name_taken", undefined, { fields: [field] });
    }
    await live.reloadCredentials();
    return get(row.id);
  };

  const remove: Credentials["remove"] = async (id, by) => {
    const { name, scope } = get(id);
    await record(async (tx) => {
      refuseInUse(name, credentialUsesOfRows(await connectorRows(tx)).get(id) ?? []);
      if (!(await deleteCredentialRow(tx, id)))
        throw new CatalogError("not_found", "That credential no longer exists.");
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

  return { get, create, remove, noteUse: (id) => void uses.set(id, clock.now()), flush };
}

function refuseInUse(name: string, usedBy: CredentialEntry["usedBy"]): void {
  if (usedBy.length === 0) return;
  const connectors = [...new Set(usedBy.map((use) => use.connectorName))].join(", ");
  throw new CatalogError("in_use", `${JSON.stringify(name)} is still used by: ${connectors}.`, {
    hint: "Choose another credential there, or remove the connector.",
  });
}
