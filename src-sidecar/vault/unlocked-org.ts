import type { Suite } from "./aead.ts";
import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import type { Signer } from "./member-keys.ts";
import type { RecordKeys, Scope } from "./seal.ts";

/** The keys of an organization as one member holds them. */
export interface OpenedKeys {
  readonly recordSuite: Suite;
  readonly activeVersion: number;
  readonly deks: ReadonlyMap<number, OwnBytes>;
  readonly scopeKeys: readonly ScopeKey[];
  /** The organization's signing key, for a member who is an admin. */
  readonly admin: Signer | null;
}

/** A version of a team's or a member's scope key. */
export interface ScopeKey {
  readonly scope: Scope;
  readonly scopeId: string;
  readonly version: number;
  readonly key: OwnBytes;
}

/** An opened organization: every DEK version and the scope keys of the one member who opened it, until `wipe`. */
export class UnlockedOrg implements RecordKeys {
  readonly orgId: string;
  readonly memberId: string;
  readonly recordSuite: Suite;
  readonly #deks: Map<number, OwnBytes>;
  #activeVersion: number;
  #scopeKeys: readonly ScopeKey[];
  #admin: Signer | null;
  #isWiped = false;

  constructor(orgId: string, memberId: string, keys: OpenedKeys) {
    this.orgId = orgId;
    this.memberId = memberId;
    this.recordSuite = keys.recordSuite;
    this.#activeVersion = keys.activeVersion;
    this.#deks = new Map(keys.deks);
    this.#scopeKeys = keys.scopeKeys;
    this.#admin = keys.admin;
  }

  get activeVersion(): number {
    return this.#activeVersion;
  }

  /** The DEK versions that are held, the oldest first. */
  get dekVersions(): readonly number[] {
    return [...this.#deks.keys()].sort((a, b) => a - b);
  }

  get isAdmin(): boolean {
    return this.#admin !== null;
  }

  /** The organization's signing key. @throws {VaultError} `not_admin`, `vault_locked`. */
  get admin(): Signer {
    this.#requireOpen();
    if (this.#admin === null) throw new VaultError("not_admin");
    return this.#admin;
  }

  /** The versions of a scope key that are held, the oldest first; none for a team or a member whose key this member does not hold. */
  scopeVersions(scope: Scope, scopeId: string): readonly number[] {
    return this.#scopeKeys
      .filter((key) => key.scope === scope && key.scopeId === scopeId)
      .map(({ version }) => version)
      .sort((a, b) => a - b);
  }

  /** @throws {VaultError} `key_unavailable`, `vault_locked`. */
  dek(version: number): Uint8Array {
    this.#requireOpen();
    const dek = this.#deks.get(version);
    if (dek === undefined) throw new VaultError("key_unavailable");
    return dek;
  }

  /** @throws {VaultError} `scope_locked` for a team or a member whose key this member does not hold, `vault_locked`. */
  activeScopeVersion(scope: Scope, scopeId: string): number {
    this.#requireOpen();
    if (scope === "org") return 0;
    return Math.max(...this.#versionsOf(scope, scopeId).map(({ version }) => version));
  }

  /** @throws {VaultError} `scope_locked`, `key_unavailable`, `vault_locked`. */
  scopeKey(scope: Scope, scopeId: string, version: number): Uint8Array | undefined {
    this.#requireOpen();
    if (scope === "org") {
      if (version !== 0) throw new VaultError("key_unavailable");
      return undefined;
    }
    const found = this.#versionsOf(scope, scopeId).find((candidate) => candidate.version === version);
    if (found === undefined) throw new VaultError("key_unavailable");
    return found.key;
  }

  /** The teams of which a key is held. */
  get teamIds(): readonly string[] {
    return [...new Set(this.#scopeKeys.filter(({ scope }) => scope === "team").map(({ scopeId }) => scopeId))];
  }

  /** Holds a new version of the DEK: what is sealed from now on is sealed under it. The key is the organization's now. */
  holdDek(version: number, key: OwnBytes): void {
    this.#requireOrWipe(key);
    this.#deks.set(version, key);
    this.#activeVersion = version;
  }

  /** Lets go of a version that opens nothing any more. */
  forgetDek(version: number): void {
    const dek = this.#deks.get(version);
    if (dek === undefined || version === this.#activeVersion) return;
    this.#deks.delete(version);
    wipe(dek);
  }

  /** Holds a new version of a scope key. The key is the organization's now. */
  holdScopeKey(scopeKey: ScopeKey): void {
    this.#requireOrWipe(scopeKey.key);
    this.#scopeKeys = [...this.#scopeKeys, scopeKey];
  }

  /** Lets go of the versions of a scope key before `version`. */
  forgetScopeKeys(scope: Scope, scopeId: string, version: number): void {
    const isGone = (key: ScopeKey): boolean => key.scope === scope && key.scopeId === scopeId && key.version < version;
    wipe(...this.#scopeKeys.filter(isGone).map(({ key }) => key));
    this.#scopeKeys = this.#scopeKeys.filter((key) => !isGone(key));
  }

  /** Holds the admin key that the present one handed over to; null: this member is an admin no longer. */
  holdAdmin(admin: Signer | null): void {
    if (admin !== null) this.#requireOrWipe(admin.seed);
    if (this.#admin !== null) wipe(this.#admin.seed);
    this.#admin = admin;
  }

  /** Overwrites every key; whatever is asked afterwards is refused with `vault_locked`. */
  wipe(): void {
    this.#isWiped = true;
    wipe(...this.#deks.values(), ...this.#scopeKeys.map(({ key }) => key));
    if (this.#admin !== null) wipe(this.#admin.seed);
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  #versionsOf(scope: Scope, scopeId: string): readonly ScopeKey[] {
    const versions = this.#scopeKeys.filter((key) => key.scope === scope && key.scopeId === scopeId);
    if (versions.length === 0) throw new VaultError("scope_locked");
    return versions;
  }

  /** A key that comes after the lock is not kept. */
  #requireOrWipe(key: OwnBytes): void {
    if (this.#isWiped) wipe(key);
    this.#requireOpen();
  }

  #requireOpen(): void {
    if (this.#isWiped) throw new VaultError("vault_locked");
  }
}
