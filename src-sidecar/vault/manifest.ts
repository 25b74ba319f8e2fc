import crypto from "node:crypto";
import { encodeContext, hashContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import { wipe } from "./key-bytes.ts";

/** What the manifest of an organization says. One row; `mac` is made under a key of the active DEK. */
export interface ManifestRow {
  readonly orgId: string;
  /** Counts the changes of keys and secrets, from 1. */
  readonly epoch: number;
  /** The DEK version that `mac` is made under: the active one. */
  readonly keyVersion: number;
  /** SHA-256 over the 256 buckets. */
  readonly root: Uint8Array;
  /** Digest of the rows that give power, as its guard computes it; empty when none was set yet. */
  readonly authority: string;
  readonly mac: Uint8Array;
}

/** A row as the manifest knows it. */
export interface ManifestItem {
  /** SHA-256 of the table and what names the row in it, in hex: its first byte is the bucket. */
  readonly name: string;
  /** SHA-256 of the whole row. */
  readonly digest: Uint8Array;
}

/** Rows that are stored or replaced, and names of rows that go. */
export interface ManifestChange {
  readonly put?: readonly ManifestItem[];
  readonly remove?: readonly string[];
  readonly authority?: string;
  /** The next epoch, when it is not the one after the present. */
  readonly epoch?: number;
}

/** The manifest after a change: the row to store with it, and what to do once it is stored. */
export interface ManifestStep {
  readonly expectedEpoch: number;
  readonly row: ManifestRow;
  readonly next: Manifest;
}

/** Where the manifest finds the DEK that its MAC is made under. */
export interface ManifestKeys {
  readonly orgId: string;
  readonly activeVersion: number;
  dek(version: number): Uint8Array;
}

type Bucket = ReadonlyMap<string, Uint8Array>;

interface Content {
  readonly epoch: number;
  readonly authority: string;
  readonly buckets: readonly Bucket[];
  /** The hash of each bucket, one after another. */
  readonly hashes: Buffer;
}

const BUCKETS = 256;
const HASH_BYTES = 32;

/**
 * Every row of an organization's keys and secrets, by its digest: what is missing, old, added or put in another's place shows.
 *
 * A value: a change makes the next one, so that nothing is forgotten when storing fails. A change costs the hash of the buckets it
 * touches, not of all rows.
 */
export class Manifest {
  readonly #content: Content;

  private constructor(content: Content) {
    this.#content = content;
  }

  /** The manifest of these rows. @throws {VaultError} `manifest_mismatch` when two rows have one name. */
  static of(facts: Pick<Content, "epoch" | "authority">, items: readonly ManifestItem[]): Manifest {
    const buckets = Array.from({ length: BUCKETS }, () => new Map<string, Uint8Array>());
    for (const { name, digest } of items) {
      const bucket = buckets[bucketOf(name)];
      if (bucket === undefined || bucket.has(name)) throw new VaultError("manifest_mismatch");
      bucket.set(name, digest);
    }
    const { epoch, authority } = facts;
    return new Manifest({ epoch, authority, buckets, hashes: Buffer.concat(buckets.map(hashBucket)) });
  }

  get epoch(): number {
    return this.#content.epoch;
  }

  get authority(): string {
    return this.#content.authority;
  }

  has(name: string): boolean {
    return this.#content.buckets[bucketOf(name)]?.has(name) ?? false;
  }

  /** Whether this very row, as it is, is in the manifest. */
  holds({ name, digest }: ManifestItem): boolean {
    const known = this.#content.buckets[bucketOf(name)]?.get(name);
    return known !== undefined && Buffer.compare(known, digest) === 0;
  }

  /** Whether these rows, all of them and no other, are in the manifest. */
  isOf(items: readonly ManifestItem[]): boolean {
    const size = this.#content.buckets.reduce((sum, bucket) => sum + bucket.size, 0);
    const names = new Set(items.map(({ name }) => name));
    return items.length === size && names.size === size && items.every((item) => this.holds(item));
  }

  /** The row to store for this manifest. */
  sealed(keys: ManifestKeys): ManifestRow {
    const { epoch, authority, hashes } = this.#content;
    const facts = { orgId: keys.orgId, epoch, keyVersion: keys.activeVersion, root: rootOf(hashes), authority };
    return { ...facts, mac: macOf(keys, facts) };
  }

  /** The manifest after a change, with the row that says so; this one stays as it is. */
  step(keys: ManifestKeys, { put = [], remove = [], ...change }: ManifestChange): ManifestStep {
    const { epoch, authority } = this.#content;
    const buckets = [...this.#content.buckets];
    const hashes = Buffer.from(this.#content.hashes);
    for (const index of new Set([...put.map(({ name }) => name), ...remove].map(bucketOf))) {
      const bucket = new Map(buckets[index]);
      for (const name of remove) bucket.delete(name);
      for (const { name, digest } of put) if (bucketOf(name) === index) bucket.set(name, digest);
      buckets[index] = bucket;
      hashes.set(hashBucket(bucket), index * HASH_BYTES);
    }
    const next = new Manifest({
      epoch: change.epoch ?? epoch + 1,
      authority: change.authority ?? authority,
      buckets,
      hashes,
    });
    return { expectedEpoch: epoch, row: next.sealed(keys), next };
  }
}

/**
 * Proves that these rows, all of them and no other, are what the stored manifest was made for.
 *
 * @throws {VaultError} `manifest_mismatch`, `key_unavailable`.
 */
export function verifiedManifest(
  keys: ManifestKeys,
  row: ManifestRow | undefined,
  items: readonly ManifestItem[],
): Manifest {
  if (row === undefined || !isManifestRow(row)) throw new VaultError("manifest_mismatch");
  // Made under an older key, it could be one that a removed member had: only the active key's counts.
  if (row.keyVersion !== keys.activeVersion) throw new VaultError("manifest_mismatch");
  const manifest = Manifest.of(row, items);
  const { root, mac } = manifest.sealed(keys);
  // The organization's id is the one whose keys these are, whatever the row says; it is in the MAC.
  const isSame = crypto.timingSafeEqual(root, row.root) && crypto.timingSafeEqual(mac, row.mac);
  if (!isSame) throw new VaultError("manifest_mismatch");
  return manifest;
}

/** A row's place in the manifest. `key` is what names the row within its table. */
export function itemName(table: string, key: readonly ContextValue[]): string {
  return Buffer.from(hashContext("gatehouse/manifest-name/1", [table, ...key])).toString("hex");
}

/**
 * A row as the manifest knows it: all of its columns, by name.
 *
 * @throws {VaultError} `manifest_mismatch` for a value that is no text, no count and no bytes; `null` is a column that is not there.
 */
export function manifestItem(table: string, key: readonly ContextValue[], row: object): ManifestItem {
  const columns = Object.entries(row)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  try {
    const values = columns.flatMap(([column, value]) => [column, columnValue(value)]);
    const digest = hashContext("gatehouse/manifest-row/1", [table, ...values]);
    return { name: itemName(table, key), digest };
  } catch (cause) {
    if (cause instanceof VaultError) throw new VaultError("manifest_mismatch", { cause });
    throw cause;
  }
}

function columnValue(value: unknown): ContextValue {
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) return value;
  throw new VaultError("envelope_context");
}

function bucketOf(name: string): number {
  return Number.parseInt(name.slice(0, 2), 16);
}

function hashBucket(bucket: Bucket): Uint8Array {
  const rows = [...bucket].sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = Buffer.concat(rows.flatMap(([name, digest]) => [Buffer.from(name, "hex"), digest]));
  return hashContext("gatehouse/manifest-bucket/1", [bytes]);
}

function rootOf(hashes: Uint8Array): Uint8Array {
  return hashContext("gatehouse/manifest-root/1", [hashes]);
}

function macOf(keys: ManifestKeys, facts: Omit<ManifestRow, "mac">): Uint8Array {
  const { orgId, epoch, keyVersion, root, authority } = facts;
  const info = hashContext("gatehouse/manifest-key/1", [orgId, keyVersion]);
  const key = new Uint8Array(crypto.hkdfSync("sha256", keys.dek(keyVersion), new Uint8Array(), info, HASH_BYTES));
  try {
    const statement = encodeContext("gatehouse/manifest/1", [orgId, epoch, keyVersion, root, authority]);
    return crypto.createHmac("sha256", key).update(statement).digest();
  } finally {
    wipe(key);
  }
}

/** A store may hold anything where the manifest should be. */
function isManifestRow({ orgId, epoch, keyVersion, root, authority, mac }: ManifestRow): boolean {
  const isHash = (value: unknown): boolean => value instanceof Uint8Array && value.byteLength === HASH_BYTES;
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
  const isText = typeof orgId === "string" && typeof authority === "string" && authority.length <= 1024;
  return isText && isCount(epoch) && isCount(keyVersion) && isHash(root) && isHash(mac);
}
