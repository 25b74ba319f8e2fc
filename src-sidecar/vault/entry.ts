import type { Clock } from "../base/clock.ts";
import type { Secret } from "../base/secret.ts";
import { readEntryContent } from "./entry-content.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { drawKey } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";

/** What an entry is made for: it opens for nothing else. */
export interface EntryBinding {
  readonly orgId: string;
  readonly credentialId: string;
  /** The team whose value it is; null when it is nobody's but the organization's or the member's. */
  readonly teamId: string | null;
}

/** A one-time key to seal an entry to. */
export interface EntryOffer {
  readonly entryId: string;
  /** X25519, 64 hexadecimal digits. */
  readonly publicKey: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

const LIFETIME_MS = 5 * 60_000;
const MAX_OPEN = 32; // a form each; the oldest goes
const MAX_BOX_BYTES = 128 * 1024;

interface OpenOffer {
  readonly binding: EntryBinding;
  readonly privateKey: OwnBytes;
  readonly publicKey: OwnBytes;
  readonly expiresAt: number;
}

/**
 * One-time keys for what people enter. What was sealed to one opens once, for five minutes, and for what it was made for; whatever
 * comes of the first try, the key is gone afterwards.
 *
 * So a line between window and sidecar that is recorded holds no value, and a recorded entry cannot be sent again or to another place.
 */
export class SealedEntries {
  readonly #primitives: Pick<Primitives, "sodium" | "fillRandom">;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #offers = new Map<string, OpenOffer>();

  constructor(primitives: Pick<Primitives, "sodium" | "fillRandom">, clock: Clock, newId: () => string) {
    this.#primitives = primitives;
    this.#clock = clock;
    this.#newId = newId;
  }

  /** Draws a key pair for one entry. */
  begin({ orgId, credentialId, teamId }: EntryBinding): EntryOffer {
    const { sodium } = this.#primitives;
    this.#forgetExpired();
    const [oldest] = this.#offers.keys();
    if (oldest !== undefined && this.#offers.size >= MAX_OPEN) this.#destroy(oldest);
    const entryId = this.#newId();
    const privateKey = drawKey(this.#primitives);
    const publicKey = sodium.boxPublicKey(privateKey);
    const expiresAt = this.#clock.now() + LIFETIME_MS;
    this.#offers.set(entryId, { binding: { orgId, credentialId, teamId }, privateKey, publicKey, expiresAt });
    return { entryId, publicKey: Buffer.from(publicKey).toString("hex"), expiresAt };
  }

  /**
   * Opens an entry and destroys its key.
   *
   * @param box `crypto_box_seal` of the entry's JSON, in hexadecimal.
   * @returns A value for each field that was entered; the caller wipes them.
   * @throws {VaultError} `entry_expired` (unknown, used or too old), `entry_mismatch` (for another credential, organization or team,
   * or damaged).
   */
  open(entryId: string, box: string, binding: EntryBinding): Map<string, Secret> {
    const offer = this.#offers.get(entryId);
    if (offer === undefined) throw new VaultError("entry_expired");
    try {
      if (this.#clock.now() >= offer.expiresAt) throw new VaultError("entry_expired");
      const json = this.#unsealed(offer, box);
      try {
        return checkedValues(json, { ...offer.binding, entryId }, binding);
      } finally {
        wipe(json);
      }
    } finally {
      this.#destroy(entryId);
    }
  }

  /** Destroys the key of an entry that will not come. */
  drop(entryId: string): void {
    if (this.#offers.has(entryId)) this.#destroy(entryId);
  }

  /** Destroys every key: the vault is locked. */
  clear(): void {
    for (const entryId of [...this.#offers.keys()]) this.#destroy(entryId);
  }

  #unsealed({ publicKey, privateKey }: OpenOffer, box: string): OwnBytes {
    if (box.length > 2 * MAX_BOX_BYTES || !/^(?:[0-9a-f]{2})*$/i.test(box)) throw new VaultError("entry_mismatch");
    const sealed = copyBytes(Buffer.from(box, "hex"));
    const json = this.#primitives.sodium.openSealed(publicKey, privateKey, sealed);
    if (json === undefined) throw new VaultError("entry_mismatch");
    return json;
  }

  #forgetExpired(): void {
    for (const [entryId, { expiresAt }] of [...this.#offers])
      if (expiresAt <= this.#clock.now()) this.#destroy(entryId);
  }

  #destroy(entryId: string): void {
    const offer = this.#offers.get(entryId);
    if (offer !== undefined) wipe(offer.privateKey);
    this.#offers.delete(entryId);
  }
}

/** The entry must say inside what the offer was made for, and who opens it must mean the same. */
function checkedValues(
  json: Uint8Array,
  offered: EntryBinding & { readonly entryId: string },
  asked: EntryBinding,
): Map<string, Secret> {
  const { facts, values } = readEntryContent(json);
  const { entryId, orgId, credentialId, teamId } = offered;
  const expected = new Map(Object.entries({ entryId, orgId, credentialId, teamId }));
  const isSaid = facts.size === expected.size && [...expected].every(([name, value]) => facts.get(name) === value);
  const isMeant = asked.orgId === orgId && asked.credentialId === credentialId && asked.teamId === teamId;
  if (isSaid && isMeant) return values;
  for (const value of values.values()) value.wipe();
  throw new VaultError("entry_mismatch");
}
