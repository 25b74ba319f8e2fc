import type { Clock } from "../base/clock.ts";
import { VaultError } from "./errors.ts";
import {
  verifiedManifest,
  type Manifest,
  type ManifestChange,
  type ManifestItem,
  type ManifestKeys,
  type ManifestRow,
  type ManifestStep,
} from "./manifest.ts";
import { keyItem, keyName, manifestItems } from "./manifest-rows.ts";
import type { VaultRows } from "./rows.ts";
import type { EpochAnchor, EpochMark, KeyChange, KeyStore, SecretStore } from "./stores.ts";

/** Where the rows of an organization are kept, and what remembers their epoch. */
export interface LedgerStores {
  readonly keyStore: KeyStore;
  readonly secretStore: SecretStore;
  readonly anchor: EpochAnchor;
  readonly clock: Clock;
}

/** What a ledger is kept with. */
interface LedgerParts extends Pick<LedgerStores, "anchor" | "clock"> {
  readonly keys: ManifestKeys;
  /** The manifest row as it is stored now. */
  readonly stored: () => Promise<ManifestRow | undefined>;
}

/**
 * Opens the ledger of an organization that was just opened: every stored row must be the one that the manifest knows.
 *
 * @returns The ledger, and the newer epoch that is remembered when the stored rows are an older copy of themselves.
 * @throws {VaultError} `manifest_mismatch`.
 */
export async function openLedger(
  stores: LedgerStores,
  rows: VaultRows,
  keys: ManifestKeys,
): Promise<{ readonly ledger: Ledger; readonly rolledBackFrom: EpochMark | undefined }> {
  const { keyStore, secretStore, anchor, clock } = stores;
  const manifest = verifiedManifest(keys, rows.manifest, manifestItems(rows, await secretStore.list()));
  const stored = async () => (await keyStore.load())?.manifest;
  const ledger = new Ledger({ keys, stored, anchor, clock }, manifest);
  const known = await anchor.read();
  if (known !== null && known.epoch > manifest.epoch) return { ledger, rolledBackFrom: known };
  if (known?.epoch !== manifest.epoch) await ledger.remember();
  return { ledger, rolledBackFrom: undefined };
}

/** What a change of key rows brings beside the rows. */
export interface KeyChangeExtras {
  /** What the MAC is made under, when the change itself brings a new key. */
  readonly keys?: ManifestKeys;
  readonly epoch?: number;
}

/** Stores changed key rows with the manifest that knows them. @throws {VaultError} `revision_conflict` when something else did so first. */
export async function storeKeyChange(
  keyStore: KeyStore,
  ledger: Ledger,
  change: KeyChange,
  { keys, epoch }: KeyChangeExtras = {},
): Promise<void> {
  const items = { put: change.put.map(keyItem), remove: change.remove.map(keyName), ...(epoch && { epoch }) };
  const isStored = await ledger.change(items, (write) => keyStore.change(change, write), keys);
  if (!isStored) throw new VaultError("revision_conflict");
}

/**
 * The manifest of an open organization, in step with what is stored.
 *
 * One change at a time: its caller sees to it. A change that failed in a way that does not tell whether it was stored is looked up
 * before the next one.
 */
export class Ledger {
  readonly #parts: LedgerParts;
  #manifest: Manifest;
  #unsettled: ManifestStep | undefined;

  constructor(parts: LedgerParts, manifest: Manifest) {
    this.#parts = parts;
    this.#manifest = manifest;
  }

  get epoch(): number {
    return this.#manifest.epoch;
  }

  get authority(): string {
    return this.#manifest.authority;
  }

  knows(name: string): boolean {
    return this.#manifest.has(name);
  }

  holds(item: ManifestItem): boolean {
    return this.#manifest.holds(item);
  }

  /**
   * Checks that these are all the rows that the manifest knows, and no other.
   *
   * Whatever is derived from rows that were read anew is derived from what somebody may have put there meanwhile: the signed row of a
   * member who was removed is still signed.
   *
   * @throws {VaultError} `manifest_mismatch`.
   */
  require(items: readonly ManifestItem[]): void {
    if (!this.#manifest.isOf(items)) throw new VaultError("manifest_mismatch");
  }

  /**
   * Stores rows and the manifest that knows them, in one step.
   *
   * @param store Stores both or nothing; false when what is stored is not what this change was made for.
   * @param keys What the MAC is made under, when the change itself brings a new key.
   */
  async change(
    change: ManifestChange,
    store: (step: ManifestStep) => Promise<boolean>,
    keys: ManifestKeys = this.#parts.keys,
  ): Promise<boolean> {
    const { value } = await this.changeWith(
      async (stepOf) => store(stepOf(change, keys)),
      (isStored) => isStored,
    );
    return value;
  }

  /** As `change`, for who learns within its own transaction what the change is. Without a call of `stepOf` nothing changes. */
  async changeWith<T>(
    work: (stepOf: (change: ManifestChange, keys?: ManifestKeys) => ManifestStep) => Promise<T>,
    isStored: (value: T) => boolean = () => true,
  ): Promise<{ readonly value: T }> {
    await this.settle();
    const value = await work((change, keys = this.#parts.keys) => {
      const step = this.#manifest.step(keys, change);
      this.#unsettled = step;
      return step;
    });
    const step = this.#unsettled;
    this.#unsettled = undefined;
    if (step !== undefined && isStored(value)) await this.#adopt(step.next);
    return { value };
  }

  /** Looks up whether the last change was stored, when that is not known. @throws {VaultError} `manifest_mismatch`. */
  async settle(): Promise<void> {
    const step = this.#unsettled;
    if (step === undefined) return;
    const row = await this.#parts.stored();
    if (row !== undefined && Buffer.compare(row.mac, step.row.mac) === 0) await this.#adopt(step.next);
    else if (row?.epoch !== this.#manifest.epoch) throw new VaultError("manifest_mismatch");
    this.#unsettled = undefined;
  }

  /** Writes the present epoch outside of the file. */
  async remember(): Promise<void> {
    const { anchor, clock } = this.#parts;
    try {
      await anchor.write({ epoch: this.epoch, at: clock.now() });
    } catch {
      // What was stored is stored and must not look failed. An anchor that is behind is caught up by the next change.
    }
  }

  async #adopt(manifest: Manifest): Promise<void> {
    this.#manifest = manifest;
    await this.remember();
  }
}
