import {
  itemName,
  Manifest,
  manifestItem,
  type ManifestItem,
  type ManifestKeys,
  type ManifestRow,
} from "./manifest.ts";
import { listKeyRows, nameOfRow, type KeyRow, type KeyRowName, type KeyRows } from "./rows.ts";
import type { SecretRef, SecretRow } from "./stores.ts";

const SECRETS = "secrets";

/** A key row as the manifest knows it. */
export function keyItem(row: KeyRow): ManifestItem {
  const { table, key } = nameOfRow(row);
  return manifestItem(table, key, row.row);
}

/** The place of a key row in the manifest. */
export function keyName({ table, key }: KeyRowName): string {
  return itemName(table, key);
}

/** A sealed secret as the manifest knows it: named by what it is, so that one that was removed is missed. */
export function secretItem(row: SecretRow): ManifestItem {
  return manifestItem(SECRETS, secretKey(row), row);
}

/** The place of a secret in the manifest. */
export function secretName(ref: SecretRef): string {
  return itemName(SECRETS, secretKey(ref));
}

/** Every row that the manifest covers. */
export function manifestItems(rows: KeyRows, secrets: readonly SecretRow[]): readonly ManifestItem[] {
  return [...listKeyRows(rows).map(keyItem), ...secrets.map(secretItem)];
}

/** The manifest of a new organization, before any secret. */
export function firstManifest(keys: ManifestKeys, rows: KeyRows): ManifestRow {
  return Manifest.of({ epoch: 1, authority: "" }, manifestItems(rows, [])).sealed(keys);
}

function secretKey({ scope, scopeId, ownerKind, ownerId, field }: SecretRef): readonly string[] {
  return [scope, scopeId, ownerKind, ownerId, field];
}
