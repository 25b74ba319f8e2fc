import type { Suite } from "./aead.ts";
import type { ContextValue } from "./context.ts";
import type { InvitationFacts, MemberFacts } from "./people.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import type { Clock } from "../base/clock.ts";
import type { Secret } from "../base/secret.ts";
import { createOrgKeys } from "./create-org.ts";
import { SealedEntries, type EntryBinding, type EntryOffer } from "./entry.ts";
import { VaultError } from "./errors.ts";
import type { OwnBytes } from "./key-bytes.ts";
import type { Primitives } from "./primitives.ts";
import { unreadableReason, type UnreadableReason } from "./readable.ts";
import type { UnlockerKind, VaultRows } from "./rows.ts";
import { openBody, sealBody, type RecordContext } from "./seal.ts";
import * as secrets from "./secrets.ts";
import type { EpochAnchor, KeyStore, SecretRef, SecretStore } from "./stores.ts";
import type { StretchCost } from "./stretch.ts";
import { changePassphrase, unlockOrg, type Proof } from "./unlock.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";

/** What the vault of an organization is doing. `since` is in milliseconds since the Unix epoch. */
export type VaultState =
  | { readonly kind: "absent" }
  | { readonly kind: "locked" }
  | { readonly kind: "unlocked"; readonly since: number; readonly memberId: string }
  /** An older copy of itself: open for looking only. `knownEpoch` is what was seen last, at `knownAt`. */
  | {
      readonly kind: "rolled-back";
      readonly knownEpoch: number;
      readonly epoch: number;
      readonly knownAt: number;
      readonly memberId: string;
      readonly since: number;
    }
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason };

/** What a vault is built from. */
export interface VaultParts {
  readonly orgId: string;
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
  readonly secretStore: SecretStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Remembers the newest epoch outside of the organization's file. */
  readonly anchor: EpochAnchor;
  /** The suite of an organization that is made now; 1 unless the deployment asks for AES-256-GCM. */
  readonly newOrgSuite?: Suite;
  /** For new passphrases; Argon2id with 3 passes over 256 MiB unless said otherwise. */
  readonly cost?: StretchCost;
}

type Inner =
  | Exclude<VaultState, { kind: "unlocked" }>
  | { readonly kind: "unlocked"; readonly since: number; readonly org: UnlockedOrg };

/** Builds the vault of one organization from what its store holds; it starts absent, locked or unreadable. */
export async function openVault(parts: VaultParts): Promise<Vault> {
  const rows = await parts.keyStore.load();
  if (rows === undefined) return new Vault(parts, { kind: "absent" });
  const reason = unreadableReason(rows, parts.orgId);
  return new Vault(parts, reason === undefined ? { kind: "locked" } : { kind: "unreadable", reason });
}

/** The vault of one organization. Its values leave it as `Secret`s only, and only while it is unlocked. */
export class Vault {
  readonly #parts: VaultParts;
  readonly #secrets: secrets.SecretsParts;
  readonly #entries: SealedEntries;
  #state: Inner;
  #locks = 0;
  #stretching: Promise<unknown> = Promise.resolve();

  /** Use `openVault`. */
  constructor(parts: VaultParts, state: Inner) {
    this.#parts = parts;
    this.#state = state;
    const { primitives, secretStore: store, orgId, newId } = parts;
    this.#entries = new SealedEntries(primitives, parts.clock, newId);
    this.#secrets = { primitives, store, orgId, newId, keys: () => this.#keys() };
  }

  get state(): VaultState {
    if (this.#state.kind !== "unlocked") return this.#state;
    return { kind: "unlocked", since: this.#state.since, memberId: this.#state.org.memberId };
  }

  /**
   * Creates the vault with its first member and leaves it unlocked (locked, if it was locked while this ran).
   *
   * @returns The recovery key as text: show it once, then wipe it.
   * @throws {VaultError} `vault_exists`, `vault_unreadable`, `passphrase_policy`.
   */
  create(memberId: string, passphrase: Secret): Promise<Secret> {
    return this.#oneAtATime(async () => {
      if (this.#state.kind === "unreadable") throw new VaultError("vault_unreadable");
      if (this.#state.kind !== "absent") throw new VaultError("vault_exists");
      const { orgId, primitives, keyStore, clock, newId, cost } = this.#parts;
      const locks = this.#locks;
      const wish = { orgId, memberId, passphrase, now: clock.now(), newId, ...(cost && { cost }) };
      const created = await createOrgKeys(primitives, wish);
      const { recoveryKey, unlocked } = created;
      let isKept = false;
      try {
        isKept = await keyStore.insert(created.rows);
      } finally {
        if (!isKept) [unlocked, recoveryKey].forEach((made) => made.wipe());
      }
      if (!isKept) throw new VaultError("vault_exists");
      this.#state = { kind: "unlocked", since: clock.now(), org: unlocked };
      // The recovery key is handed out even then: it is shown only once in the life of a vault.
      if (locks !== this.#locks) this.lock();
      return recoveryKey;
    });
  }

  /**
   * Unlocks for a member; when it is unlocked already, the keys of the member who comes replace those of the one who was there.
   *
   * Attempts wait for one another: each takes 256 MiB.
   *
   * @throws {VaultError} `vault_absent`, `vault_unreadable`, `vault_locked` (it was locked while this ran), and as `unlockOrg`.
   */
  unlock(memberId: string, proof: Proof): Promise<void> {
    return this.#oneAtATime(async () => {
      const locks = this.#locks;
      const org = await unlockOrg(this.#parts.primitives, await this.#rows(), memberId, proof);
      if (locks !== this.#locks) {
        org.wipe();
        throw new VaultError("vault_locked");
      }
      this.#wipeKeys();
      this.#state = { kind: "unlocked", since: this.#parts.clock.now(), org };
    });
  }

  /**
   * Checks that a person is the member they say, without changing whether the vault is unlocked.
   *
   * @throws {VaultError} as `unlock`.
   */
  verify(memberId: string, proof: Proof): Promise<void> {
    return this.#oneAtATime(async () => {
      const org = await unlockOrg(this.#parts.primitives, await this.#rows(), memberId, proof);
      org.wipe();
    });
  }

  /**
   * Gives a member a new passphrase, with the present one or the recovery key as proof.
   *
   * @throws {VaultError} `passphrase_policy`, and as `unlock`.
   */
  changePassphrase(memberId: string, proof: Proof, next: Secret): Promise<void> {
    return this.#oneAtATime(async () => {
      const { primitives, keyStore, clock, newId, cost } = this.#parts;
      const change = { memberId, proof, next, id: newId(), now: clock.now(), ...(cost && { cost }) };
      await keyStore.replaceUnlocker(await changePassphrase(primitives, await this.#rows(), change));
    });
  }

  /** Wipes the keys. An unlock that is under way ends locked; what waits for a store finds no keys when it comes back. */
  lock(): void {
    this.#locks += 1;
    this.#entries.clear();
    this.#wipeKeys();
    if (this.#state.kind === "unlocked") this.#state = { kind: "locked" };
  }

  /**
   * Seals a secret and stores it, as new or in the place of the present one. The secret stays as it is; the caller wipes it.
   *
   * @throws {VaultError} `vault_locked`, `scope_locked`, `value_too_long` (over 64 KiB), `revision_conflict`.
   */
  putSecret(ref: SecretRef, secret: Secret): Promise<secrets.SecretFacts> {
    return secrets.putSecret(this.#secrets, ref, secret, this.#parts.clock.now());
  }

  /**
   * Opens a stored secret. The caller wipes it.
   *
   * @throws {VaultError} `vault_locked`, `secret_missing`, `scope_locked`, and as `openRecord`.
   */
  useSecret(ref: SecretRef): Promise<Secret> {
    return secrets.useSecret(this.#secrets, ref);
  }

  /** Removes a secret; whether there was one. @throws {VaultError} `vault_locked`. */
  async removeSecret(ref: SecretRef): Promise<boolean> {
    this.#keys();
    return this.#parts.secretStore.remove(ref);
  }

  /** Removes all the secrets of an owner, as of a connector that goes; how many there were. @throws {VaultError} `vault_locked`. */
  removeOwned(ownerKind: string, ownerId: string): Promise<number> {
    return secrets.removeOwned(this.#secrets, ownerKind, ownerId);
  }

  /** What secrets there are, without a value; works while locked. */
  listSecrets(): Promise<readonly secrets.SecretFacts[]> {
    return secrets.listSecrets(this.#secrets);
  }

  /**
   * Shows every value that the present member can open to `visit`, and wipes each when it returns.
   *
   * @throws {VaultError} `vault_locked`.
   */
  forEachValue(visit: secrets.VisitValue): Promise<secrets.VisitReport> {
    return secrets.forEachValue(this.#secrets, visit);
  }

  /** Seals bytes that are not a credential, for the path of a call. @throws {VaultError} `vault_locked`, `value_too_long`. */
  sealBody(context: RecordContext, body: Uint8Array): OwnBytes {
    return sealBody(this.#parts.primitives, this.#keys(), context, body);
  }

  /** Opens what `sealBody` made for this very context. @throws {VaultError} `vault_locked`, and as `openRecord`. */
  openBody(context: RecordContext, envelope: Uint8Array): OwnBytes {
    return openBody(this.#parts.primitives, this.#keys(), context, envelope);
  }

  /** Draws a one-time key for what a person is about to enter; gone after five minutes, the first use, or a lock. @throws {VaultError} `vault_locked`. */
  beginEntry(binding: EntryBinding): EntryOffer {
    this.#keys();
    return this.#entries.begin(binding);
  }

  /**
   * Opens what was entered, once: a value for each field, which the caller wipes.
   *
   * @throws {VaultError} `entry_expired` (unknown, used or too old), `entry_mismatch` (for something else, or damaged), `vault_locked`.
   */
  async openEntry(entryId: string, box: string, binding: EntryBinding): Promise<Map<string, Secret>> {
    this.#keys();
    return this.#entries.open(entryId, box, binding);
  }

  /** Destroys the key of an entry that will not come, as when its window is gone. */
  dropEntry(entryId: string): void {
    this.#entries.drop(entryId);
  }

  createInvitation(_id: string, _expiresAt: number): Promise<Secret> {
    throw notBuilt();
  }
  answerInvitation(_answer: {
    code: Secret;
    memberId: string;
    passphrase: Secret;
  }): Promise<{ invitationId: string; fingerprint: string; recoveryKey: Secret }> {
    throw notBuilt();
  }
  invitations(): Promise<readonly InvitationFacts[]> {
    throw notBuilt();
  }
  confirmInvitation(_id: string, _fingerprint: string): Promise<{ memberId: string }> {
    throw notBuilt();
  }
  withdrawInvitation(_id: string): Promise<void> {
    throw notBuilt();
  }
  memberFacts(): Promise<readonly MemberFacts[]> {
    throw notBuilt();
  }
  setAdmin(_memberId: string, _isAdmin: boolean): Promise<void> {
    throw notBuilt();
  }
  setTeam(_teamId: string, _memberIds: readonly string[]): Promise<void> {
    throw notBuilt();
  }
  removeTeam(_teamId: string): Promise<number> {
    throw notBuilt();
  }
  removeMember(_memberId: string): Promise<void> {
    throw notBuilt();
  }
  renewRecoveryKey(_memberId: string, _proof: Proof): Promise<Secret> {
    throw notBuilt();
  }
  addUnlocker(
    _memberId: string,
    _proof: Proof,
    _kind: "headless-key" | "os-keychain",
    _params: { readonly backend?: string },
  ): Promise<Secret> {
    throw notBuilt();
  }
  removeUnlocker(_memberId: string, _proof: Proof, _kind: UnlockerKind): Promise<void> {
    throw notBuilt();
  }
  shred(): Promise<void> {
    throw notBuilt();
  }
  get isAdmin(): boolean {
    throw notBuilt();
  }
  signAsAdmin(_label: string, _items: readonly ContextValue[]): Uint8Array {
    throw notBuilt();
  }
  verifyAdmin(_label: string, _items: readonly ContextValue[], _signature: Uint8Array): Promise<boolean> {
    throw notBuilt();
  }
  beginRotation(): Promise<void> {
    throw notBuilt();
  }
  resealSecrets(_limit: number): Promise<number> {
    throw notBuilt();
  }
  resealBody(_context: RecordContext, _envelope: Uint8Array): OwnBytes | null {
    throw notBuilt();
  }
  finishRotation(): Promise<boolean> {
    throw notBuilt();
  }
  rotation(): Promise<RotationFacts> {
    throw notBuilt();
  }
  epoch(): number {
    throw notBuilt();
  }
  acceptRollback(): Promise<void> {
    throw notBuilt();
  }

  #keys(): UnlockedOrg {
    const state = this.#state;
    switch (state.kind) {
      case "unlocked":
        return state.org;
      case "absent":
        throw new VaultError("vault_absent");
      case "rolled-back":
      case "locked":
        throw new VaultError("vault_locked");
      case "unreadable":
        throw new VaultError("vault_unreadable");
    }
  }

  async #rows(): Promise<VaultRows> {
    const rows = await this.#parts.keyStore.load();
    if (rows === undefined) throw new VaultError("vault_absent");
    if (unreadableReason(rows, this.#parts.orgId) !== undefined) throw new VaultError("vault_unreadable");
    return rows;
  }

  #wipeKeys(): void {
    if (this.#state.kind === "unlocked") this.#state.org.wipe();
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#stretching.then(work);
    // The next one waits for the end of this one, not for its success.
    this.#stretching = result.catch(() => undefined);
    return result;
  }
}

function notBuilt(): Error {
  return new Error("internal: not built");
}
