import type { UnlockerRow, VaultRows } from "./rows.ts";
import type { Scope } from "./seal.ts";

/** Names a secret within its organization: one per owner, field, scope and scope id. */
export interface SecretRef {
  readonly scope: Scope;
  /** The team's or the member's id; for the scope `org` the organization's own. */
  readonly scopeId: string;
  /** What kind of thing it belongs to, as `connector`. */
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly field: string;
}

/** A secret at rest. `schema`, `rev` and `keyVersion` repeat the envelope's header and must equal it. */
export interface SecretRow extends SecretRef {
  readonly id: string;
  readonly orgId: string;
  readonly schema: number;
  readonly rev: number;
  readonly keyVersion: number;
  readonly envelope: Uint8Array;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A port: where the sealed secrets of one organization are kept. */
export interface SecretStore {
  get(ref: SecretRef): Promise<SecretRow | undefined>;
  list(): Promise<readonly SecretRow[]>;
  /** Stores the row if the stored revision is `expectedRev` (0: there must be none), in one step; false when it is another. */
  put(row: SecretRow, expectedRev: number): Promise<boolean>;
  /** Whether there was one. */
  remove(ref: SecretRef): Promise<boolean>;
}

/** A port: where the key rows of one organization are kept. */
export interface KeyStore {
  /** Undefined when the organization has no vault yet. */
  load(): Promise<VaultRows | undefined>;
  /** Stores the rows of a new vault, all or none; false when there is a vault already, which then stays as it is. */
  insert(rows: VaultRows): Promise<boolean>;
  /** Puts the row in the place of the unlocker with the same member and kind. */
  replaceUnlocker(row: UnlockerRow): Promise<void>;
}
