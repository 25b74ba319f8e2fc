import type { Suite } from "./aead.ts";
import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import type { RecordKeys, Scope } from "./seal.ts";

/** The keys of an organization as one member holds them. */
export interface OpenedKeys {
  readonly recordSuite: Suite;
  readonly activeVersion: number;
  readonly deks: ReadonlyMap<number, OwnBytes>;
  readonly scopeKeys: readonly ScopeKey[];
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
  readonly activeVersion: number;
  readonly #keys: OpenedKeys;
  #isWiped = false;

  constructor(orgId: string, memberId: string, keys: OpenedKeys) {
    this.orgId = orgId;
    this.memberId = memberId;
    this.recordSuite = keys.recordSuite;
    this.activeVersion = keys.activeVersion;
    this.#keys = keys;
  }

  /** @throws {VaultError} `key_unavailable`, `vault_locked`. */
  dek(version: number): Uint8Array {
    this.#requireOpen();
    const dek = this.#keys.deks.get(version);
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

  /** Overwrites every key; whatever is asked afterwards is refused with `vault_locked`. */
  wipe(): void {
    this.#isWiped = true;
    wipe(...this.#keys.deks.values(), ...this.#keys.scopeKeys.map(({ key }) => key));
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  #versionsOf(scope: Scope, scopeId: string): readonly ScopeKey[] {
    const versions = this.#keys.scopeKeys.filter((key) => key.scope === scope && key.scopeId === scopeId);
    if (versions.length === 0) throw new VaultError("scope_locked");
    return versions;
  }

  #requireOpen(): void {
    if (this.#isWiped) throw new VaultError("vault_locked");
  }
}
