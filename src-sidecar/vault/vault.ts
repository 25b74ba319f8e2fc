import { isStatementOf, signStatement } from "./admin-statement.ts";
import type { ContextValue } from "./context.ts";
import { SealedEntries, type EntryBinding, type EntryOffer } from "./entry.ts";
import { createInvitation } from "./invitations.ts";
import type { OwnBytes } from "./key-bytes.ts";
import { KeyHolder } from "./key-holder.ts";
import * as own from "./own-unlockers.ts";
import { invitationFacts, memberFacts, type InvitationFacts, type MemberFacts } from "./people.ts";
import type { MachineKind } from "./protect.ts";
import { unreadableReason } from "./readable.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import type { UnlockerKind } from "./rows.ts";
import type { Secret } from "../base/secret.ts";
import { openBody, sealBody, type RecordContext } from "./seal.ts";
import * as secrets from "./secrets.ts";
import type { ManifestWrite, SecretRef } from "./stores.ts";
import { provenAdminKeys } from "./succession.ts";
import type { Proof } from "./unlock.ts";
import { asAdmin, type VaultHands } from "./vault-hands.ts";
import * as opening from "./vault-opening.ts";
import * as people from "./vault-people.ts";
import * as rotation from "./vault-rotation.ts";
import { shownState, type HeldState, type VaultParts, type VaultState } from "./vault-state.ts";

export type { VaultParts };

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
  readonly #holder: KeyHolder;
  readonly #hands: VaultHands;
  readonly #secrets: secrets.SecretsParts;
  readonly #entries: SealedEntries;

  /** Use `openVault`. */
  constructor(parts: VaultParts, state: HeldState) {
    this.#parts = parts;
    this.#entries = new SealedEntries(parts.primitives, parts.clock, parts.newId);
    this.#holder = new KeyHolder(parts, state, () => this.#entries.clear());
    this.#secrets = this.#holder.secretsParts();
    this.#hands = this.#holder.hands((limit) => this.resealSecrets(limit));
  }

  get state(): VaultState {
    return shownState(this.#holder.state);
  }

  /** Creates the vault with its first member and leaves it unlocked; the recovery key as text, to show once and wipe. See `createVault`. */
  create(memberId: string, passphrase: Secret): Promise<Secret> {
    return opening.createVault(this.#holder, memberId, passphrase);
  }

  /** Unlocks for a member, in the place of the one who was there. See `unlockVault`. */
  unlock(memberId: string, proof: Proof): Promise<void> {
    return opening.unlockVault(this.#holder, memberId, proof);
  }

  /** Checks that a person is the member they say, without changing whether the vault is unlocked. @throws {VaultError} as `unlock`. */
  verify(memberId: string, proof: Proof): Promise<void> {
    return opening.verifyMemberProof(this.#holder, memberId, proof);
  }

  /** Gives a member a new passphrase, by the present one or the recovery key. @throws {VaultError} `passphrase_policy`, and as `unlock`. */
  changePassphrase(memberId: string, proof: Proof, next: Secret): Promise<void> {
    return own.changePassphrase(this.#hands, { memberId, proof }, next, this.#parts.cost);
  }

  /** Wipes the keys. An unlock that is under way ends locked; what waits for a store finds no keys when it comes back. */
  lock(): void {
    this.#holder.lock();
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
  removeSecret(ref: SecretRef): Promise<boolean> {
    return secrets.removeSecret(this.#secrets, ref);
  }

  /** Removes all the secrets of an owner, as of a connector that goes; how many there were. @throws {VaultError} `vault_locked`. */
  removeOwned(ownerKind: string, ownerId: string): Promise<number> {
    return secrets.removeWhere(this.#secrets, (ref) => ref.ownerKind === ownerKind && ref.ownerId === ownerId);
  }

  /** What secrets there are, without a value; works while locked. */
  listSecrets(): Promise<readonly secrets.SecretFacts[]> {
    return secrets.listSecrets(this.#secrets);
  }

  /** Shows every value that the present member can open to `visit`, and wipes each when it returns. @throws {VaultError} `vault_locked`. */
  forEachValue(visit: secrets.VisitValue): Promise<secrets.VisitReport> {
    return secrets.forEachValue(this.#secrets, visit);
  }

  /** Seals bytes that are not a credential, for the path of a call. @throws {VaultError} `vault_locked`, `value_too_long`. */
  sealBody(context: RecordContext, body: Uint8Array): OwnBytes {
    return sealBody(this.#parts.primitives, this.#holder.keys(), context, body);
  }

  /** Opens what `sealBody` made for this very context. @throws {VaultError} `vault_locked`, and as `openRecord`. */
  openBody(context: RecordContext, envelope: Uint8Array): OwnBytes {
    return openBody(this.#parts.primitives, this.#holder.open().org, context, envelope);
  }

  /** Draws a one-time key for what a person is about to enter; gone after five minutes, the first use, or a lock. @throws {VaultError} `vault_locked`. */
  beginEntry(binding: EntryBinding): EntryOffer {
    this.#holder.keys();
    return this.#entries.begin(binding);
  }

  /**
   * Opens what was entered, once: a value for each field, which the caller wipes.
   *
   * @throws {VaultError} `entry_expired` (unknown, used or too old), `entry_mismatch` (for something else, or damaged), `vault_locked`.
   */
  async openEntry(entryId: string, box: string, binding: EntryBinding): Promise<Map<string, Secret>> {
    this.#holder.keys();
    return this.#entries.open(entryId, box, binding);
  }

  /** Invites one person until `expiresAt`; the code as text, to show once and wipe. Needs an admin. @throws {VaultError} `invitation_invalid`, and as `asAdmin`. */
  createInvitation(id: string, expiresAt: number): Promise<Secret> {
    return asAdmin(this.#hands, (work) => createInvitation(work, id, expiresAt));
  }

  /** Draws the keys of an invited person, which open nothing yet; works while locked. See `answerInvitation` of the people. */
  answerInvitation(wish: { readonly code: Secret; readonly memberId: string; readonly passphrase: Secret }) {
    return people.answerInvitation(this.#hands, { ...wish, cost: this.#parts.cost });
  }

  /** The invitations, with what was answered; works while locked. One that was confirmed stays until it is withdrawn. */
  async invitations(): Promise<readonly InvitationFacts[]> {
    return invitationFacts(await this.#holder.rows());
  }

  /** Takes in the person who answered, by the fingerprint that they read out. Needs an admin. @throws {VaultError} `invitation_invalid`, `fingerprint_mismatch`, and as `asAdmin`. */
  async confirmInvitation(id: string, fingerprint: string): Promise<{ readonly memberId: string }> {
    return { memberId: await people.confirmInvitation(this.#hands, id, fingerprint) };
  }

  /** Takes an invitation back with its answer, or puts away one that was confirmed. Needs an admin. @throws {VaultError} as `asAdmin`. */
  withdrawInvitation(id: string): Promise<void> {
    return people.withdrawInvitation(this.#hands, id);
  }

  /** What the key rows show of every member; works while locked. @throws {VaultError} `root_signature`, `member_signature`, `team_signature`. */
  async memberFacts(): Promise<readonly MemberFacts[]> {
    return memberFacts(this.#parts.primitives, await this.#holder.rows());
  }

  /** Makes a member an admin, or takes that away. Needs an admin. @throws {VaultError} `member_unknown`, `last_admin`, and as `asAdmin`. */
  setAdmin(memberId: string, isAdmin: boolean): Promise<void> {
    return people.setAdmin(this.#hands, memberId, isAdmin);
  }

  /** Says who is in a team. Needs an admin. @throws {VaultError} `member_unknown`, and as `asAdmin`. */
  setTeam(teamId: string, memberIds: readonly string[]): Promise<void> {
    return people.setTeam(this.#hands, teamId, memberIds);
  }

  /** Takes a team's keys away, then its secrets; how many secrets there were. Needs an admin. @throws {VaultError} as `asAdmin`. */
  removeTeam(teamId: string): Promise<number> {
    return people.removeTeam(this.#hands, this.#secrets, teamId);
  }

  /** Takes a member out with all that was theirs. Needs an admin. @throws {VaultError} `last_admin`, `member_is_open`, and as `asAdmin`. */
  removeMember(memberId: string): Promise<void> {
    return people.removeMember(this.#hands, this.#secrets, memberId);
  }

  /** Replaces a member's recovery key and shows the new one once; works while locked. @throws {VaultError} as `unlock`. */
  renewRecoveryKey(memberId: string, proof: Proof): Promise<Secret> {
    return own.renewRecoveryKey(this.#hands, { memberId, proof });
  }

  /** Adds a key that `backend` keeps, in the place of the present one of that kind; its 32 bytes. Works while locked. @throws {VaultError} as `unlock`. */
  addUnlocker(
    memberId: string,
    proof: Proof,
    kind: MachineKind,
    { backend }: { readonly backend?: string },
  ): Promise<Secret> {
    return own.addMachineKey(this.#hands, { memberId, proof }, { kind, backend });
  }

  /** Takes a way of opening the vault away, except the passphrase; works while locked. @throws {VaultError} `unlocker_missing`, and as `unlock`. */
  removeUnlocker(memberId: string, proof: Proof, kind: UnlockerKind): Promise<void> {
    return own.removeUnlocker(this.#hands, { memberId, proof }, kind);
  }

  /** Locks, overwrites every key row and deletes it: nothing that was sealed opens ever again. */
  shred(): Promise<void> {
    return this.#holder.shred();
  }

  /** Whether the member whose keys are open is an admin. */
  get isAdmin(): boolean {
    return this.#holder.isAdmin;
  }

  /**
   * Signs a statement with the organization's admin key, as a note in a backup. Ed25519, 64 bytes.
   *
   * @param label Begins with `gatehouse/` and is none of the vault's own.
   * @throws {VaultError} `not_admin`, `envelope_context`, `vault_locked`, `rolled_back`.
   */
  signAsAdmin(label: string, items: readonly ContextValue[]): Uint8Array {
    return signStatement(this.#parts.primitives, this.#holder.keys().admin, { label, items });
  }

  /** The public half of the admin key that `signAsAdmin` signs with. @throws {VaultError} as `signAsAdmin`. */
  get adminPublicKey(): Uint8Array {
    return this.#holder.keys().admin.publicKey;
  }

  /** Every admin key that the organization had, the present one last; works while locked. @throws {VaultError} `root_signature`, `admin_succession`. */
  async adminKeys(): Promise<readonly Uint8Array[]> {
    return provenAdminKeys(this.#parts.primitives, await this.#holder.rows());
  }

  /** Whether this organization's admin key, as it is stored, signed this very statement; works while locked. */
  async verifyAdmin(label: string, items: readonly ContextValue[], signature: Uint8Array): Promise<boolean> {
    const { root } = await this.#holder.rows();
    return isStatementOf(this.#parts.primitives, root.adminPublicKey, { label, items }, signature);
  }

  /** As `verifyAdmin`, by any admin key that the organization ever had: for what was signed before the present one. */
  async verifyAnyAdmin(label: string, items: readonly ContextValue[], signature: Uint8Array): Promise<boolean> {
    const { primitives } = this.#parts;
    return (await this.adminKeys()).some((key) => isStatementOf(primitives, key, { label, items }, signature));
  }

  /** Begins to seal everything anew under a new key. Needs an admin. @throws {VaultError} `rotation_running`, and as `asAdmin`. */
  beginRotation(): Promise<void> {
    return rotation.beginRotation(this.#holder, this.#hands);
  }

  /**
   * Seals up to `limit` secrets anew that this member can open and that are under an older key, all of them in one step.
   *
   * @returns How many; 0 when none is left for this member. One that cannot be opened stays as it is.
   * @throws {VaultError} `vault_locked`, `rolled_back`, `revision_conflict`.
   */
  resealSecrets(limit: number): Promise<number> {
    return this.#holder.inTurn(() => secrets.resealOutdated(this.#secrets, limit));
  }

  /** A body sealed anew in the same place, or null when it is under the newest keys already. @throws {VaultError} `vault_locked`, `rolled_back`, and as `openRecord`. */
  resealBody(context: RecordContext, envelope: Uint8Array): OwnBytes | null {
    return rotation.resealBody(this.#holder, context, envelope);
  }

  /** Retires older keys that seal nothing any more; whether every one is. See `finishRotation` of the rotation. */
  finishRotation(): Promise<boolean> {
    return rotation.finishRotation(this.#holder);
  }

  /** The versions of the key and what is still under older ones; works while locked. @throws {VaultError} `vault_absent`, `vault_unreadable`. */
  rotation(): Promise<RotationFacts> {
    return rotation.rotationOf(this.#holder);
  }

  /** Counts the changes of keys and secrets. @throws {VaultError} `vault_locked`. */
  epoch(): number {
    return this.#holder.open().ledger.epoch;
  }

  /** Takes an older copy of the vault for what counts from now on, under a new key. Needs an admin. See `acceptRollback` of the rotation. */
  acceptRollback(): Promise<void> {
    return rotation.acceptRollback(this.#holder, this.#hands);
  }

  /** The digest of the rows that give power, as it was sealed last; empty when it never was. @throws {VaultError} `vault_locked`. */
  authority(): string {
    return this.#holder.open().ledger.authority;
  }

  /**
   * Runs a change of the rows that give power. Within its transaction it calls `seal` with their new digest and stores the manifest that
   * it gets, before it commits; without the call the manifest stays.
   *
   * Nothing else of the vault changes meanwhile, and `change` calls nothing else of the vault that changes rows: it would wait for itself.
   *
   * @throws {VaultError} `vault_locked`, `rolled_back`.
   */
  changeAuthority<T>(change: (seal: (digest: string) => ManifestWrite) => Promise<T>): Promise<T> {
    return this.#holder.changeAuthority(change);
  }
}
