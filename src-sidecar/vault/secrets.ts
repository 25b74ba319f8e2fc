import type { Secret } from "../base/secret.ts";
import { parseHeader } from "./envelope.ts";
import { VaultError, type VaultErrorCode } from "./errors.ts";
import type { Primitives } from "./primitives.ts";
import { openRecord, readSecret, sealRecord, type RecordContext, type RecordKeys } from "./seal.ts";
import type { SecretRef, SecretRow, SecretStore } from "./stores.ts";

const SCHEMA = 1; // the value itself, as its bytes

/** What a secret shows of itself: everything but its value. */
export type SecretFacts = SecretRef & Pick<SecretRow, "rev" | "createdAt" | "updatedAt">;

/** Receives one value; the bytes are wiped as soon as it returns. */
export type VisitValue = (ref: SecretRef, value: Uint8Array) => void;

/** What `forEachValue` saw and what it could not open. */
export interface VisitReport {
  readonly visited: number;
  readonly closed: readonly { readonly ref: SecretRef; readonly code: VaultErrorCode }[];
}

/** Where secrets are kept and what seals them; `keys` throws `vault_locked` when there are none. */
export interface SecretsParts {
  readonly primitives: Primitives;
  readonly store: SecretStore;
  readonly orgId: string;
  readonly newId: () => string;
  readonly keys: () => RecordKeys;
}

/**
 * Seals a secret and stores it, as new or in the place of the present one.
 *
 * @throws {VaultError} `vault_locked`, `scope_locked`, `value_too_long`, `revision_conflict`.
 */
export async function putSecret(
  parts: SecretsParts,
  ref: SecretRef,
  secret: Secret,
  now: number,
): Promise<SecretFacts> {
  parts.keys();
  const present = await parts.store.get(ref);
  const keys = parts.keys(); // asked again: the vault may have been locked meanwhile
  const base = { id: present?.id ?? parts.newId(), orgId: parts.orgId, ...refOf(ref), schema: SCHEMA };
  const rev = (present?.rev ?? 0) + 1;
  const row: SecretRow = {
    ...base,
    rev,
    keyVersion: keys.activeVersion,
    envelope: sealRecord(parts.primitives, keys, contextOf({ ...base, rev }), secret),
    createdAt: present?.createdAt ?? now,
    updatedAt: now,
  };
  if (!(await parts.store.put(row, rev - 1))) throw new VaultError("revision_conflict");
  return factsOf(row);
}

/**
 * Opens a stored secret. The caller wipes it.
 *
 * @throws {VaultError} `vault_locked`, `secret_missing`, and as `openRecord`.
 */
export async function useSecret(parts: SecretsParts, ref: SecretRef): Promise<Secret> {
  parts.keys();
  const row = await parts.store.get(ref);
  if (row === undefined) throw new VaultError("secret_missing");
  return openRow(parts, ref, row);
}

/** Removes every secret that belongs to an owner, and says how many there were. */
export async function removeOwned(parts: SecretsParts, ownerKind: string, ownerId: string): Promise<number> {
  parts.keys();
  let removed = 0;
  for (const row of await parts.store.list()) {
    if (row.ownerKind !== ownerKind || row.ownerId !== ownerId) continue;
    if (await parts.store.remove(refOf(row))) removed += 1;
  }
  return removed;
}

/** Opens every secret that this member can open, one after another. One that cannot be opened is reported and hides no other. */
export async function forEachValue(parts: SecretsParts, visit: VisitValue): Promise<VisitReport> {
  parts.keys();
  const closed: { ref: SecretRef; code: VaultErrorCode }[] = [];
  let visited = 0;
  for (const row of await parts.store.list()) {
    const ref = refOf(row);
    const value = openOrCode(parts, ref, row);
    if (typeof value === "string") {
      closed.push({ ref, code: value });
      continue;
    }
    try {
      readSecret(value, (bytes) => visit(ref, bytes));
      visited += 1;
    } finally {
      value.wipe();
    }
  }
  return { visited, closed };
}

/** What the stored secrets show of themselves. Needs no key. */
export async function listSecrets({ store }: Pick<SecretsParts, "store">): Promise<readonly SecretFacts[]> {
  return (await store.list()).map(factsOf);
}

function openOrCode(parts: SecretsParts, ref: SecretRef, row: SecretRow): Secret | VaultErrorCode {
  try {
    return openRow(parts, ref, row);
  } catch (error) {
    if (error instanceof VaultError && error.code !== "vault_locked") return error.code;
    throw error;
  }
}

/** The context is the one that was asked for, not the one that the row claims. */
function openRow({ primitives, keys, orgId }: SecretsParts, ref: SecretRef, row: SecretRow): Secret {
  if (parseHeader(row.envelope).keyVersion !== row.keyVersion) throw new VaultError("envelope_context");
  const context = contextOf({ ...refOf(ref), orgId, id: row.id, schema: row.schema, rev: row.rev });
  return openRecord(primitives, keys(), context, row.envelope);
}

function contextOf(row: SecretRef & Pick<SecretRow, "id" | "orgId" | "schema" | "rev">): RecordContext {
  return { ...refOf(row), orgId: row.orgId, recordId: row.id, schema: row.schema, rev: row.rev };
}

function factsOf(row: SecretRow): SecretFacts {
  return { ...refOf(row), rev: row.rev, createdAt: row.createdAt, updatedAt: row.updatedAt };
}

function refOf({ scope, scopeId, ownerKind, ownerId, field }: SecretRef): SecretRef {
  return { scope, scopeId, ownerKind, ownerId, field };
}
