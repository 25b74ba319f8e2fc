import type { ManifestRow } from "./manifest.ts";
import type { AnswerRow, KeyRow, KeyRowName, VaultRows } from "./rows.ts";
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

/**
 * A port: where the sealed secrets of one organization are kept.
 *
 * Every write carries the manifest that it leads to and is one transaction with it. It is refused (false, and nothing is written) when
 * the stored manifest's epoch is not `expectedEpoch`.
 */
export interface SecretStore {
  get(ref: SecretRef): Promise<SecretRow | undefined>;
  list(): Promise<readonly SecretRow[]>;
  /** Also false when the stored revision is not `expectedRev` (0: there must be none). */
  put(row: SecretRow, expectedRev: number, write: ManifestWrite): Promise<boolean>;
  /** Also false when there is none. */
  remove(ref: SecretRef, write: ManifestWrite): Promise<boolean>;
  /** Replaces envelopes of the same revisions; also false when one of the rows is not there in the revision that it says. */
  reseal(rows: readonly SecretRow[], write: ManifestWrite): Promise<boolean>;
}

/** The manifest that a write leads to, and the epoch that it comes from. */
export interface ManifestWrite {
  readonly expectedEpoch: number;
  readonly row: ManifestRow;
}

/** Key rows to put in the place of those of the same names, or beside them, and names of rows that go. */
export interface KeyChange {
  readonly put: readonly KeyRow[];
  readonly remove: readonly KeyRowName[];
}

/** A port: where the key rows of one organization are kept. */
export interface KeyStore {
  /** Undefined when the organization has no vault yet. */
  load(): Promise<VaultRows | undefined>;
  /** Stores the rows of a new vault, all or none; false when there is a vault already, which then stays as it is. */
  insert(rows: VaultRows): Promise<boolean>;
  /** All of the change and the manifest in one transaction; false, and nothing is written, when the stored epoch is not the expected one. */
  change(change: KeyChange, write: ManifestWrite): Promise<boolean>;
  /** Stores an answer; false when its invitation is not there, or answered already. */
  answer(row: AnswerRow): Promise<boolean>;
  /** Removes the answer to an invitation, if there is one. */
  dropAnswer(invitationId: string): Promise<void>;
  /** Overwrites every key row and deletes it, the manifest too. */
  shred(): Promise<void>;
}

/** What is remembered of an organization's vault outside of its file: the last epoch that was seen, and when. */
export interface EpochMark {
  readonly epoch: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * A port: remembers the newest epoch where a copy of the organization's file does not reach.
 *
 * It is written after each change was committed, so that it may be behind, by a crash or a full disk, and never ahead.
 */
export interface EpochAnchor {
  /** Null when nothing is remembered yet. */
  read(): Promise<EpochMark | null>;
  write(mark: EpochMark): Promise<void>;
}
