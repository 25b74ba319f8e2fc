import type { Suite } from "./aead.ts";
import { isStatementOf, signStatement } from "./admin-statement.ts";
import type { AdminWork } from "./admin-work.ts";
import { bringDek, removeMember, setAdmin } from "./admins.ts";
import * as invitations from "./invitations.ts";
import * as own from "./own-unlockers.ts";
import type { MachineKind } from "./protect.ts";
import { removeTeam, setTeam } from "./teams.ts";
import { asAdmin, changeAsAdmin, resealAll, type VaultHands } from "./vault-hands.ts";
import type { ContextValue } from "./context.ts";
import { invitationFacts, memberFacts, type InvitationFacts, type MemberFacts } from "./people.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import type { Clock } from "../base/clock.ts";
import type { Secret } from "../base/secret.ts";
import { createOrgKeys } from "./create-org.ts";
import { SealedEntries, type EntryBinding, type EntryOffer } from "./entry.ts";
import { VaultError } from "./errors.ts";
import { firstManifest, manifestItems } from "./manifest-rows.ts";
import { openLedger, storeKeyChange, type KeyChangeExtras, type Ledger } from "./ledger.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import type { Primitives } from "./primitives.ts";
import { unreadableReason, type UnreadableReason } from "./readable.ts";
import type { UnlockerKind, UnlockerRow, VaultRows } from "./rows.ts";
import { isOutdated, planFinish, rotationFacts, SETTLING_MS } from "./rotation.ts";
import { openBody, sealBody, type RecordContext, type Scope } from "./seal.ts";
import * as secrets from "./secrets.ts";
import type {
  EpochAnchor,
  EpochMark,
  KeyChange,
  KeyStore,
  ManifestWrite,
  SecretRef,
  SecretRow,
  SecretStore,
} from "./stores.ts";
import type { StretchCost } from "./stretch.ts";
import { provenAdminKeys } from "./succession.ts";
import { openByProof, unlockOrg, type Proof } from "./unlock.ts";
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

/** An organization that is open: its keys, and the ledger of its rows. */
interface Open {
  readonly since: number;
  readonly org: UnlockedOrg;
  readonly ledger: Ledger;
}

type Inner =
  | Exclude<VaultState, { kind: "unlocked" | "rolled-back" }>
  | ({ readonly kind: "unlocked" } & Open)
  | ({ readonly kind: "rolled-back"; readonly known: EpochMark } & Open);

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
  readonly #hands: VaultHands;
  #state: Inner;
  #locks = 0;
  #stretching: Promise<unknown> = Promise.resolve();
  #changing: Promise<unknown> = Promise.resolve();

  /** Use `openVault`. */
  constructor(parts: VaultParts, state: Inner) {
    this.#parts = parts;
    this.#state = state;
    const { primitives, secretStore: store, orgId, newId } = parts;
    this.#entries = new SealedEntries(primitives, parts.clock, newId);
    const open = { keys: () => this.#keys(), ledger: () => this.#ledger() };
    this.#hands = {
      primitives,
      keyStore: parts.keyStore,
      now: () => parts.clock.now(),
      newId,
      keys: () => this.#keys(),
      rows: () => this.#rows(),
      provenRows: async () => (await this.#provenRows()).rows,
      ledgerFor: (org, rows) => this.#ledgerFor(org, rows),
      lock: () => this.lock(),
      store: (change, extras) => this.#storeKeys(change, extras),
      inTurn: (work) => this.#inTurn(work),
      oneAtATime: (work) => this.#oneAtATime(work),
      reseal: (limit) => this.resealSecrets(limit),
    };
    this.#secrets = { primitives, store, orgId, newId, ...open, inTurn: (work) => this.#inTurn(work) };
  }

  get state(): VaultState {
    const state = this.#state;
    switch (state.kind) {
      case "unlocked":
        return { kind: "unlocked", since: state.since, memberId: state.org.memberId };
      case "rolled-back": {
        const { known, ledger, since, org } = state;
        const epochs = { knownEpoch: known.epoch, knownAt: known.at, epoch: ledger.epoch };
        return { kind: "rolled-back", ...epochs, memberId: org.memberId, since };
      }
      case "absent":
      case "locked":
      case "unreadable":
        return state;
    }
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
      const { orgId, primitives, keyStore, clock, newId, cost, newOrgSuite: suite } = this.#parts;
      const locks = this.#locks;
      const options = { ...(cost && { cost }), ...(suite && { recordSuite: suite }) };
      const wish = { orgId, memberId, passphrase, now: clock.now(), newId, ...options };
      const created = await createOrgKeys(primitives, wish);
      const { recoveryKey, unlocked } = created;
      const rows = { ...created.rows, answers: [], manifest: firstManifest(unlocked, created.rows) };
      let isKept = false;
      try {
        isKept = await keyStore.insert(rows);
      } finally {
        if (!isKept) [unlocked, recoveryKey].forEach((made) => made.wipe());
      }
      if (!isKept) throw new VaultError("vault_exists");
      await this.#enter(unlocked, rows);
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
      // In a turn of its own as a whole, so that no change comes between the rows that are read and the manifest that proves them.
      return this.#inTurn(async () => {
        const rows = await this.#rows();
        const opened = await openByProof(this.#parts.primitives, { rows, memberId, proof }, () => undefined);
        await this.#enter(opened.org, rows);
        if (locks === this.#locks) return this.#repin(opened.repinned);
        this.lock();
        throw new VaultError("vault_locked");
      });
    });
  }

  /**
   * Checks that a person is the member they say, without changing whether the vault is unlocked.
   *
   * @throws {VaultError} as `unlock`.
   */
  verify(memberId: string, proof: Proof): Promise<void> {
    return this.#oneAtATime(async () => {
      // While it is open, an old row of the member's own, which opens with an old passphrase, is one that the manifest does not know.
      const isOpen = this.#state.kind === "unlocked" || this.#state.kind === "rolled-back";
      const rows = isOpen ? await this.#inTurn(async () => (await this.#provenRows()).rows) : await this.#rows();
      (await unlockOrg(this.#parts.primitives, rows, memberId, proof)).wipe();
    });
  }

  /**
   * Gives a member a new passphrase, with the present one or the recovery key as proof.
   *
   * @throws {VaultError} `passphrase_policy`, and as `unlock`.
   */
  changePassphrase(memberId: string, proof: Proof, next: Secret): Promise<void> {
    return own.changePassphrase(this.#hands, { memberId, proof }, next, this.#parts.cost);
  }

  /** Wipes the keys. An unlock that is under way ends locked; what waits for a store finds no keys when it comes back. */
  lock(): void {
    this.#locks += 1;
    this.#entries.clear();
    this.#wipeKeys();
    if (this.#state.kind === "unlocked" || this.#state.kind === "rolled-back") this.#state = { kind: "locked" };
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
    return openBody(this.#parts.primitives, this.#open().org, context, envelope);
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

  /**
   * Invites one person: makes the row that proves the code, and shows the code once. Needs an admin.
   *
   * @param expiresAt Until when it can be answered, in milliseconds since the Unix epoch.
   * @returns The code as text: show it once, then wipe it.
   * @throws {VaultError} `invitation_invalid` (there is one of that id), and as `asAdmin`.
   */
  createInvitation(id: string, expiresAt: number): Promise<Secret> {
    return asAdmin(this.#hands, (work) => invitations.createInvitation(work, id, expiresAt));
  }

  /**
   * Draws the keys of an invited person and protects them by their passphrase and a recovery key; works while locked.
   *
   * Nothing opens with them before an admin has confirmed the answer.
   *
   * @returns The recovery key as text: show it once, then wipe it. The fingerprint is for the admin to compare.
   * @throws {VaultError} `invitation_invalid`, `invitation_expired`, `passphrase_policy`, `admin_succession`, `vault_unreadable`.
   */
  answerInvitation(wish: { readonly code: Secret; readonly memberId: string; readonly passphrase: Secret }) {
    return this.#oneAtATime(async () => {
      const { primitives, keyStore, clock, newId, cost } = this.#parts;
      const mark = { now: clock.now(), newId, cost };
      const made = await invitations.answerInvitation(primitives, await this.#rows(), { ...wish, ...mark });
      const { answer, fingerprint, recoveryKey } = made;
      let isKept = false;
      try {
        isKept = await keyStore.answer(answer);
      } finally {
        if (!isKept) recoveryKey.wipe();
      }
      if (!isKept) throw new VaultError("invitation_expired");
      return { invitationId: answer.invitationId, fingerprint, recoveryKey };
    });
  }

  /** The invitations, with what was answered; works while locked. One that was confirmed stays until it is withdrawn. */
  async invitations(): Promise<readonly InvitationFacts[]> {
    return invitationFacts(await this.#rows());
  }

  /**
   * Takes in the person who answered, as a member with the organization's keys. Needs an admin.
   *
   * @param fingerprint What the person read out; spaces do not count.
   * @returns The member, also when it was confirmed before.
   * @throws {VaultError} `invitation_invalid`, `fingerprint_mismatch`, and as `asAdmin`.
   */
  async confirmInvitation(id: string, fingerprint: string): Promise<{ readonly memberId: string }> {
    const confirm = (work: AdminWork, rows: VaultRows): string =>
      invitations.confirmInvitation(work, rows.answers, { id, fingerprint });
    const memberId = await asAdmin(this.#hands, confirm);
    await this.#parts.keyStore.dropAnswer(id);
    return { memberId };
  }

  /** Takes an invitation back with its answer, or puts away one that was confirmed. Needs an admin. @throws {VaultError} as `asAdmin`. */
  async withdrawInvitation(id: string): Promise<void> {
    await asAdmin(this.#hands, (work) => invitations.withdrawInvitation(work, id));
    await this.#parts.keyStore.dropAnswer(id);
  }

  /** What the key rows show of every member; works while locked. @throws {VaultError} `root_signature`, `member_signature`, `team_signature`. */
  async memberFacts(): Promise<readonly MemberFacts[]> {
    return memberFacts(this.#parts.primitives, await this.#rows());
  }

  /**
   * Makes a member an admin, or takes that away: then the organization's admin key is replaced. Needs an admin.
   *
   * @throws {VaultError} `member_unknown`, `last_admin`, and as `asAdmin`.
   */
  async setAdmin(memberId: string, isAdmin: boolean): Promise<void> {
    await asAdmin(this.#hands, (work) => setAdmin(work, memberId, isAdmin));
    if (!isAdmin) await resealAll(this.#hands);
  }

  /**
   * Says who is in a team. Its key is sealed to who is new; whoever left costs the team a new one. Needs an admin.
   *
   * @throws {VaultError} `member_unknown`, and as `asAdmin`.
   */
  async setTeam(teamId: string, memberIds: readonly string[]): Promise<void> {
    await asAdmin(this.#hands, (work) => setTeam(work, teamId, memberIds));
    await resealAll(this.#hands);
  }

  /** Takes a team's keys away, then its secrets; how many secrets there were. Needs an admin. @throws {VaultError} as `asAdmin`. */
  async removeTeam(teamId: string): Promise<number> {
    await asAdmin(this.#hands, (work) => removeTeam(work, teamId));
    return secrets.removeWhere(this.#secrets, isOfScope("team", teamId));
  }

  /**
   * Takes a member out: their keys, their own secrets, their part in teams. The DEK, the keys of their teams and, if they were an admin,
   * the admin key are new in the same step; what is stored is sealed anew after that. Needs an admin.
   *
   * It may be called again after a crash, until it returns.
   *
   * @throws {VaultError} `last_admin`, `member_is_open`, and as `asAdmin`.
   */
  async removeMember(memberId: string): Promise<void> {
    await asAdmin(this.#hands, (work) => removeMember(work, memberId));
    await secrets.removeWhere(this.#secrets, isOfScope("user", memberId));
  }

  /** Replaces a member's recovery key and shows the new one once; works while locked. @throws {VaultError} as `unlock`. */
  renewRecoveryKey(memberId: string, proof: Proof): Promise<Secret> {
    return own.renewRecoveryKey(this.#hands, { memberId, proof });
  }

  /**
   * Adds a key that a machine keeps, in the place of the present one of that kind; works while locked.
   *
   * @param params `backend`: who keeps it, for people to read.
   * @returns The 32 bytes themselves. The caller hands them on and wipes them.
   * @throws {VaultError} as `unlock`.
   */
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
    return this.#inTurn(async () => {
      this.lock();
      await this.#parts.keyStore.shred();
      this.lock(); // who came in meanwhile holds keys of nothing
      this.#state = { kind: "absent" };
    });
  }

  /** Whether the member whose keys are open is an admin. */
  get isAdmin(): boolean {
    const state = this.#state;
    return (state.kind === "unlocked" || state.kind === "rolled-back") && state.org.isAdmin;
  }

  /**
   * Signs a statement with the organization's admin key, as a note in a backup. Ed25519, 64 bytes.
   *
   * @param label Begins with `gatehouse/` and is none of the vault's own.
   * @throws {VaultError} `not_admin`, `envelope_context`, `vault_locked`, `rolled_back`.
   */
  signAsAdmin(label: string, items: readonly ContextValue[]): Uint8Array {
    return signStatement(this.#parts.primitives, this.#keys().admin, { label, items });
  }

  /** The public half of the admin key that `signAsAdmin` signs with. @throws {VaultError} as `signAsAdmin`. */
  get adminPublicKey(): Uint8Array {
    return this.#keys().admin.publicKey;
  }

  /**
   * Every admin key that the organization had, the present one last; works while locked.
   *
   * @throws {VaultError} `vault_absent`, `vault_unreadable`, `root_signature`, `admin_succession`.
   */
  async adminKeys(): Promise<readonly Uint8Array[]> {
    return provenAdminKeys(this.#parts.primitives, await this.#rows());
  }

  /** Whether this organization's admin key, as it is stored, signed this very statement; works while locked. */
  async verifyAdmin(label: string, items: readonly ContextValue[], signature: Uint8Array): Promise<boolean> {
    const { root } = await this.#rows();
    return isStatementOf(this.#parts.primitives, root.adminPublicKey, { label, items }, signature);
  }

  /**
   * Begins to seal everything anew under a new key. Until all is done both keys open, and what is written uses the new one.
   *
   * @throws {VaultError} `not_admin`, `rotation_running` (this member can seal some of it anew already), `vault_locked`, `rolled_back`.
   */
  beginRotation(): Promise<void> {
    return this.#inTurn(async () => {
      const org = this.#keys();
      const { secrets: listed } = await this.#provenRows();
      const isOurs = ({ scope, scopeId, keyVersion }: SecretRow): boolean =>
        keyVersion !== org.activeVersion && holdsScope(org, scope, scopeId);
      if (listed.some(isOurs)) throw new VaultError("rotation_running");
      await changeAsAdmin(this.#hands, bringDek);
    });
  }

  /**
   * Seals up to `limit` secrets anew that this member can open and that are under an older key, all of them in one step.
   *
   * @returns How many; 0 when none is left for this member. One that cannot be opened stays as it is.
   * @throws {VaultError} `vault_locked`, `rolled_back`, `revision_conflict`.
   */
  resealSecrets(limit: number): Promise<number> {
    return this.#inTurn(() => secrets.resealOutdated(this.#secrets, limit));
  }

  /**
   * A body sealed anew in the same place, or null when it is under the newest keys already.
   *
   * @throws {VaultError} `vault_locked`, `rolled_back`, and as `openRecord`.
   */
  resealBody(context: RecordContext, envelope: Uint8Array): OwnBytes | null {
    const org = this.#keys();
    if (!isOutdated(org, { ...context, envelope })) return null;
    const body = this.openBody(context, envelope);
    try {
      return this.sealBody(context, body);
    } finally {
      wipe(body);
    }
  }

  /**
   * Retires the older keys that seal nothing any more and deletes their wraps. Of a key that still seals what belongs to a few, only
   * their wraps stay. To be called when no body is under an older key.
   *
   * @returns Whether every older key is retired. False also in the first three seconds of a new key: something may still be on its way.
   * @throws {VaultError} `vault_locked`, `rolled_back`.
   */
  finishRotation(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { rows, secrets: listed } = await this.#provenRows();
      const org = this.#keys();
      const retiring = rows.orgKeys.filter(({ state }) => state === "retiring").length;
      const newest = Math.max(...rows.orgKeys.map(({ createdAt }) => createdAt));
      if (this.#parts.clock.now() - newest < SETTLING_MS) return retiring === 0;
      const change = planFinish(rows, listed);
      if (change.put.length + change.remove.length > 0) await this.#storeKeys(change);
      const retired = change.put.flatMap(({ table, row }) => (table === "orgKeys" ? [row.version] : []));
      for (const version of retired) org.forgetDek(version);
      return retired.length === retiring;
    });
  }

  /** The versions of the key and what is still under older ones; works while locked. @throws {VaultError} `vault_absent`, `vault_unreadable`. */
  async rotation(): Promise<RotationFacts> {
    const [rows, listed] = [await this.#rows(), await this.#parts.secretStore.list()];
    const state = this.#state;
    const isHeld = (scope: Scope, scopeId: string): boolean =>
      state.kind === "unlocked" ? holdsScope(state.org, scope, scopeId) : scope === "org";
    return rotationFacts(rows, listed, isHeld);
  }

  /** Counts the changes of keys and secrets. @throws {VaultError} `vault_locked`. */
  epoch(): number {
    return this.#open().ledger.epoch;
  }

  /**
   * Takes an older copy of the vault for what counts from now on: its epoch goes beyond the one that was known, and a new version of the
   * DEK comes in the same step, since whoever has the copy may have its key. `resealSecrets` goes on from there.
   *
   * Does nothing when the vault is no older copy. The caller has asked an admin for the passphrase and dropped what gives power.
   *
   * @throws {VaultError} `not_admin`, `vault_locked`, `manifest_mismatch`, `revision_conflict`, and as `verifyKeyRows`.
   */
  acceptRollback(): Promise<void> {
    return this.#inTurn(async () => {
      const open = this.#open();
      const state = this.#state;
      if (!open.org.isAdmin) throw new VaultError("not_admin");
      if (state.kind !== "rolled-back") return;
      const epoch = state.known.epoch + 1;
      const hands: VaultHands = {
        ...this.#hands,
        keys: () => this.#open().org, // For this one step the older copy is more than for looking.
        store: (change, extras) =>
          storeKeyChange(this.#parts.keyStore, this.#open().ledger, change, { ...extras, epoch }),
      };
      await changeAsAdmin(hands, bringDek);
      // Locked meanwhile, it stays locked.
      if (this.#state === state) this.#state = { ...open, kind: "unlocked" };
    });
  }

  /** The digest of the rows that give power, as it was sealed last; empty when it never was. @throws {VaultError} `vault_locked`. */
  authority(): string {
    return this.#open().ledger.authority;
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
    return this.#inTurn(async () => {
      const ledger = this.#ledger();
      const { value } = await ledger.changeWith((stepOf) => change((authority) => stepOf({ authority })));
      return value;
    });
  }

  /** The keys, to use them. An older copy of itself is for looking only. */
  #keys(): UnlockedOrg {
    const { org } = this.#open();
    if (this.#state.kind === "rolled-back") throw new VaultError("rolled_back");
    return org;
  }

  /** The ledger, to change what it knows or to act on it. */
  #ledger(): Ledger {
    this.#keys();
    return this.#open().ledger;
  }

  #open(): Open {
    const state = this.#state;
    switch (state.kind) {
      case "unlocked":
      case "rolled-back":
        return state;
      case "absent":
        throw new VaultError("vault_absent");
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

  /** Goes on with keys that were just opened, once the manifest has proven every row. */
  async #enter(org: UnlockedOrg, rows: VaultRows): Promise<void> {
    try {
      const { ledger, rolledBackFrom: known } = await openLedger(this.#parts, rows, org);
      const open = { since: this.#parts.clock.now(), org, ledger };
      this.#wipeKeys();
      this.#state = known === undefined ? { kind: "unlocked", ...open } : { kind: "rolled-back", ...open, known };
    } catch (error) {
      org.wipe();
      if (!(error instanceof VaultError && error.code === "manifest_mismatch")) throw error;
      this.lock();
      this.#state = { kind: "unreadable", reason: "manifest-mismatch" };
      throw error;
    }
  }

  /** The rows as they are stored, all of them as the manifest knows them. Only within a turn. @throws {VaultError} `manifest_mismatch`. */
  async #provenRows(): Promise<{ readonly rows: VaultRows; readonly secrets: readonly SecretRow[] }> {
    await this.#open().ledger.settle(); // Looking is allowed, of an older copy too.
    const [rows, listed] = [await this.#rows(), await this.#parts.secretStore.list()];
    this.#open().ledger.require(manifestItems(rows, listed));
    return { rows, secrets: listed };
  }

  /** The way in that was just used is made anew under the present admin key: who was an admin once may still have an old one. */
  async #repin(row: UnlockerRow | null): Promise<void> {
    if (row === null || this.#state.kind !== "unlocked") return;
    try {
      await this.#storeKeys({ put: [{ table: "unlockers", row }], remove: [] });
    } catch (error) {
      // The vault is open and stays so; the next unlock tries it again. A vault that is not what it was stays an error.
      if (error instanceof VaultError && error.code === "manifest_mismatch") throw error;
    }
  }

  async #ledgerFor(org: UnlockedOrg, rows: VaultRows): Promise<Ledger> {
    const state = this.#state;
    if (state.kind === "rolled-back") throw new VaultError("rolled_back");
    if (state.kind === "unlocked") {
      await state.ledger.settle();
      state.ledger.require(manifestItems(rows, await this.#parts.secretStore.list()));
      return state.ledger;
    }
    const { ledger, rolledBackFrom } = await openLedger(this.#parts, rows, org);
    if (rolledBackFrom !== undefined) throw new VaultError("rolled_back");
    return ledger;
  }

  /** Stores changed key rows with the manifest that knows them. Only within a turn. @throws {VaultError} `revision_conflict`. */
  #storeKeys(change: KeyChange, extras?: KeyChangeExtras): Promise<void> {
    return storeKeyChange(this.#parts.keyStore, this.#ledger(), change, extras);
  }

  #wipeKeys(): void {
    if (this.#state.kind === "unlocked" || this.#state.kind === "rolled-back") this.#state.org.wipe();
  }

  /** Runs what changes rows one after another. Never from within another turn. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(work);
    this.#changing = result.catch(() => undefined);
    return result;
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#stretching.then(work);
    // The next one waits for the end of this one, not for its success.
    this.#stretching = result.catch(() => undefined);
    return result;
  }
}

function holdsScope(org: UnlockedOrg, scope: Scope, scopeId: string): boolean {
  return scope === "org" || org.scopeVersions(scope, scopeId).length > 0;
}

function isOfScope(scope: Scope, scopeId: string) {
  return (ref: SecretRef): boolean => ref.scope === scope && ref.scopeId === scopeId;
}
