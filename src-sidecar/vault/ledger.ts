import type { Clock } from "../base/clock.ts";
import { VaultError } from "./errors.ts";
import type { Manifest, ManifestChange, ManifestItem, ManifestKeys, ManifestRow, ManifestStep } from "./manifest.ts";
import type { EpochAnchor } from "./stores.ts";

/** What a ledger is kept with. */
export interface LedgerParts {
  readonly keys: ManifestKeys;
  /** The manifest row as it is stored now. */
  readonly stored: () => Promise<ManifestRow | undefined>;
  readonly anchor: EpochAnchor;
  readonly clock: Clock;
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

  async #adopt(manifest: Manifest): Promise<void> {
    this.#manifest = manifest;
    const { anchor, clock } = this.#parts;
    try {
      await anchor.write({ epoch: manifest.epoch, at: clock.now() });
    } catch {
      // The change is stored and must not look failed. An anchor that is behind is caught up by the next change.
    }
  }
}
