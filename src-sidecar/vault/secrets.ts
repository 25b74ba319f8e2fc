import type { Secret } from "../base/secret.ts";
import { parseHeader } from "./envelope.ts";
import { VaultError, type VaultErrorCode } from "./errors.ts";
import type { Ledger } from "./ledger.ts";
import { secretItem, secretName } from "./manifest-rows.ts";
import type { Primitives } from "./primitives.ts";
import { isOutdated } from "./rotation.ts";
import { openRecord, readSecret, sealRecord, type RecordContext, type RecordKeys } from "./seal.ts";
import type { SecretRef, SecretRow, SecretStore } from "./stores.ts";

const SCHEMA = 2; // canonical JSON: a text for each field of the auth material

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
  /** What the stored rows are held against; throws as `keys`. */
  readonly ledger: () => Ledger;
  /** Runs what changes rows one after another. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Seals a secret and stores it, as new or in the place of the present one.
 *
 * @throws {VaultError} `vault_locked`, `scope_locked`, `value_too_long`, `revision_conflict`, `manifest_mismatch`.
 */
export async function putSecret(
  parts: SecretsParts,
  ref: SecretRef,
  secret: Secret,
  now: number,
): Promise<SecretFacts> {
  const present = await provenRow(parts, ref);
  const base = { id: present?.id ?? parts.newId(), orgId: parts.orgId, ...refOf(ref), schema: SCHEMA };
  const rev = (present?.rev ?? 0) + 1;
  return parts.inTurn(async () => {
    const keys = parts.keys(); // asked only now: the vault may have been locked meanwhile, or its key rotated
    const row: SecretRow = {
      ...base,
      rev,
      keyVersion: keys.activeVersion,
      envelope: sealRecord(parts.primitives, keys, contextOf({ ...base, rev }), secret),
      createdAt: present?.createdAt ?? now,
      updatedAt: now,
    };
    const change = { put: [secretItem(row)] };
    if (!(await parts.ledger().change(change, (write) => parts.store.put(row, rev - 1, write))))
      throw new VaultError("revision_conflict");
    return factsOf(row);
  });
}

/**
 * Opens a stored secret. The caller wipes it.
 *
 * @throws {VaultError} `vault_locked`, `secret_missing`, `manifest_mismatch`, and as `openRecord`.
 */
export async function useSecret(parts: SecretsParts, ref: SecretRef): Promise<Secret> {
  const row = await provenRow(parts, ref);
  if (row === undefined) throw new VaultError("secret_missing");
  return openRow(parts, ref, row);
}

/** Removes a secret, and says whether there was one. */
export async function removeSecret(parts: SecretsParts, ref: SecretRef): Promise<boolean> {
  if ((await provenRow(parts, ref)) === undefined) return false;
  const change = { remove: [secretName(ref)] };
  return parts.inTurn(() => parts.ledger().change(change, (write) => parts.store.remove(ref, write)));
}

/** Removes every secret that is so, and says how many there were. */
export async function removeWhere(parts: SecretsParts, isGone: (ref: SecretRef) => boolean): Promise<number> {
  parts.keys();
  let removed = 0;
  for (const row of await parts.store.list()) {
    if (!isGone(row)) continue;
    if (await removeSecret(parts, refOf(row))) removed += 1;
  }
  return removed;
}

/**
 * Seals up to `limit` secrets anew that are under an older key, in one step, and says how many. Only within a turn.
 *
 * One that is not what the manifest knows, or that does not open, stays as it is: it hides no other, and it keeps the older key alive.
 */
export async function resealOutdated(parts: SecretsParts, limit: number): Promise<number> {
  const [keys, ledger] = [parts.keys(), parts.ledger()];
  await ledger.settle();
  const rows: SecretRow[] = [];
  for (const row of await parts.store.list()) {
    if (rows.length === limit) break;
    const resealed = resealedIfOutdated(parts, ledger, row);
    if (resealed !== undefined) rows.push(resealed);
  }
  if (rows.length === 0) return 0;
  const change = { put: rows.map(secretItem) };
  if (keys !== parts.keys()) throw new VaultError("vault_locked");
  if (!(await ledger.change(change, (write) => parts.store.reseal(rows, write))))
    throw new VaultError("revision_conflict");
  return rows.length;
}

/** Opens every secret that this member can open, one after another. One that cannot be opened is reported and hides no other. */
export async function forEachValue(parts: SecretsParts, visit: VisitValue): Promise<VisitReport> {
  parts.keys();
  const closed: { ref: SecretRef; code: VaultErrorCode }[] = [];
  let visited = 0;
  for (const row of await parts.store.list()) {
    const ref = refOf(row);
    const value = await openOrCode(parts, ref, row);
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

async function openOrCode(parts: SecretsParts, ref: SecretRef, row: SecretRow): Promise<Secret | VaultErrorCode> {
  try {
    return isProven(parts.ledger(), ref, row) ? openRow(parts, ref, row) : await useSecret(parts, ref);
  } catch (error) {
    if (error instanceof VaultError && error.code !== "vault_locked") return error.code;
    throw error;
  }
}

/** The stored row, if it is the one that the manifest knows; undefined when the manifest knows of none and there is none. */
async function provenRow({ store, ledger, inTurn }: SecretsParts, ref: SecretRef): Promise<SecretRow | undefined> {
  ledger();
  const row = await store.get(ref);
  if (isProven(ledger(), ref, row)) return row;
  // A change may just be on its way from the store to the ledger: a difference counts only when nothing is under way.
  return inTurn(async () => {
    await ledger().settle();
    const settled = await store.get(ref);
    if (!isProven(ledger(), ref, settled)) throw new VaultError("manifest_mismatch");
    return settled;
  });
}

/** The place is the one that was asked for, not the one that the row claims. */
function isProven(ledger: Ledger, ref: SecretRef, row: SecretRow | undefined): boolean {
  const name = secretName(ref);
  return row === undefined ? !ledger.knows(name) : ledger.holds({ name, digest: secretItem(row).digest });
}

function resealedIfOutdated(parts: SecretsParts, ledger: Ledger, row: SecretRow): SecretRow | undefined {
  try {
    return isProven(ledger, row, row) && isOutdated(parts.keys(), row) ? resealRow(parts, row) : undefined;
  } catch (error) {
    if (error instanceof VaultError && error.code !== "vault_locked") return undefined;
    throw error;
  }
}

/** What a row holds under the newest keys, in the same revision. */
function resealRow(parts: SecretsParts, row: SecretRow): SecretRow {
  const keys = parts.keys();
  using value = openRow(parts, row, row);
  return {
    ...row,
    keyVersion: keys.activeVersion,
    envelope: sealRecord(parts.primitives, keys, contextOf({ ...row, orgId: parts.orgId }), value),
  };
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
