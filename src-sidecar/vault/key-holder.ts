import { VaultError } from "./errors.ts";
import { openLedger, storeKeyChange, type KeyChangeExtras, type Ledger } from "./ledger.ts";
import { manifestItems } from "./manifest-rows.ts";
import { unreadableReason } from "./readable.ts";
import type { UnlockerRow, VaultRows } from "./rows.ts";
import type { SecretsParts } from "./secrets.ts";
import type { KeyChange, ManifestWrite, SecretRow } from "./stores.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import type { VaultHands } from "./vault-hands.ts";
import type { HeldState, OpenKeys, VaultParts } from "./vault-state.ts";

/** The stored rows of an organization, all of them as the manifest knows them. */
interface ProvenRows {
  readonly rows: VaultRows;
  readonly secrets: readonly SecretRow[];
}

/**
 * Holds the keys of one organization while it is open, and gives them to nobody while it is not.
 *
 * What changes rows takes its turn here, so that the rows, the manifest and the keys never tell of different states.
 */
export class KeyHolder {
  readonly parts: VaultParts;
  readonly #onLock: () => void;
  #state: HeldState;
  #locks = 0;
  #stretching: Promise<unknown> = Promise.resolve();
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: VaultParts, state: HeldState, onLock: () => void) {
    this.parts = parts;
    this.#state = state;
    this.#onLock = onLock;
  }

  get state(): HeldState {
    return this.#state;
  }

  /** How often it was locked: whether it was meanwhile. */
  get locks(): number {
    return this.#locks;
  }

  /** Whether the member whose keys are open is an admin. */
  get isAdmin(): boolean {
    const state = this.#state;
    return (state.kind === "unlocked" || state.kind === "rolled-back") && state.org.isAdmin;
  }

  /** The keys, to use them. An older copy of itself is for looking only. */
  keys(): UnlockedOrg {
    const { org } = this.open();
    if (this.#state.kind === "rolled-back") throw new VaultError("rolled_back");
    return org;
  }

  /** The ledger, to change what it knows or to act on it. */
  ledger(): Ledger {
    this.keys();
    return this.open().ledger;
  }

  /** The keys and the ledger, to look at what there is. */
  open(): OpenKeys {
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

  /** The stored key rows, as they are. @throws {VaultError} `vault_absent`, `vault_unreadable`. */
  async rows(): Promise<VaultRows> {
    const rows = await this.parts.keyStore.load();
    if (rows === undefined) throw new VaultError("vault_absent");
    if (unreadableReason(rows, this.parts.orgId) !== undefined) throw new VaultError("vault_unreadable");
    return rows;
  }

  /** The rows as they are stored, all of them as the manifest knows them. Only within a turn. @throws {VaultError} `manifest_mismatch`. */
  async provenRows(): Promise<ProvenRows> {
    await this.open().ledger.settle(); // Looking is allowed, of an older copy too.
    const [rows, listed] = [await this.rows(), await this.parts.secretStore.list()];
    this.open().ledger.require(manifestItems(rows, listed));
    return { rows, secrets: listed };
  }

  /** Goes on with keys that were just opened, once the manifest has proven every row. */
  async enter(org: UnlockedOrg, rows: VaultRows): Promise<void> {
    try {
      const { ledger, rolledBackFrom: known } = await openLedger(this.parts, rows, org);
      const open = { since: this.parts.clock.now(), org, ledger };
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

  /** What was an older copy counts from now on; locked meanwhile, it stays locked. */
  accept(rolledBack: HeldState & { readonly kind: "rolled-back" }): void {
    const { since, org, ledger } = rolledBack;
    if (this.#state === rolledBack) this.#state = { kind: "unlocked", since, org, ledger };
  }

  /** Wipes the keys. What waits for a store finds none when it comes back. */
  lock(): void {
    this.#locks += 1;
    this.#onLock();
    this.#wipeKeys();
    if (this.#state.kind === "unlocked" || this.#state.kind === "rolled-back") this.#state = { kind: "locked" };
  }

  /** Locks, overwrites every key row and deletes it. */
  shred(): Promise<void> {
    return this.inTurn(async () => {
      this.lock();
      await this.parts.keyStore.shred();
      this.lock(); // who came in meanwhile holds keys of nothing
      this.#state = { kind: "absent" };
    });
  }

  /** The way in that was just used is made anew under the present admin key: who was an admin once may still have an old one. */
  async repin(row: UnlockerRow | null): Promise<void> {
    if (row === null || this.#state.kind !== "unlocked") return;
    try {
      await this.storeKeys({ put: [{ table: "unlockers", row }], remove: [] });
    } catch (error) {
      // The vault is open and stays so; the next unlock tries it again. A vault that is not what it was stays an error.
      if (error instanceof VaultError && error.code === "manifest_mismatch") throw error;
    }
  }

  /** Stores changed key rows with the manifest that knows them. Only within a turn. @throws {VaultError} `revision_conflict`. */
  storeKeys(change: KeyChange, extras?: KeyChangeExtras): Promise<void> {
    return storeKeyChange(this.parts.keyStore, this.ledger(), change, extras);
  }

  /** Runs what changes rows one after another. Never from within another turn. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(work);
    this.#changing = result.catch(() => undefined);
    return result;
  }

  /** Runs what stretches passphrases one after another: each takes 256 MiB. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#stretching.then(work);
    // The next one waits for the end of this one, not for its success.
    this.#stretching = result.catch(() => undefined);
    return result;
  }

  /** As `Vault.changeAuthority`. */
  changeAuthority<T>(change: (seal: (digest: string) => ManifestWrite) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const { value } = await this.ledger().changeWith((stepOf) => change((authority) => stepOf({ authority })));
      return value;
    });
  }

  /** What sealing and opening of secrets need of this. */
  secretsParts(): SecretsParts {
    const { primitives, secretStore: store, orgId, newId } = this.parts;
    const turns = { ledger: () => this.ledger(), inTurn: <T>(work: () => Promise<T>) => this.inTurn(work) };
    return { primitives, store, orgId, newId, keys: () => this.keys(), ...turns };
  }

  /** What changes of keys and people need of this. */
  hands(reseal: VaultHands["reseal"]): VaultHands {
    const { primitives, keyStore, clock, newId } = this.parts;
    return {
      primitives,
      keyStore,
      now: () => clock.now(),
      newId,
      keys: () => this.keys(),
      rows: () => this.rows(),
      provenRows: async () => (await this.provenRows()).rows,
      ledgerFor: (org, rows) => this.#ledgerFor(org, rows),
      lock: () => this.lock(),
      store: (change, extras) => this.storeKeys(change, extras),
      inTurn: (work) => this.inTurn(work),
      oneAtATime: (work) => this.oneAtATime(work),
      reseal,
    };
  }

  async #ledgerFor(org: UnlockedOrg, rows: VaultRows): Promise<Ledger> {
    const state = this.#state;
    if (state.kind === "rolled-back") throw new VaultError("rolled_back");
    if (state.kind === "unlocked") {
      await state.ledger.settle();
      state.ledger.require(manifestItems(rows, await this.parts.secretStore.list()));
      return state.ledger;
    }
    const { ledger, rolledBackFrom } = await openLedger(this.parts, rows, org);
    if (rolledBackFrom !== undefined) throw new VaultError("rolled_back");
    return ledger;
  }

  #wipeKeys(): void {
    if (this.#state.kind === "unlocked" || this.#state.kind === "rolled-back") this.#state.org.wipe();
  }
}
