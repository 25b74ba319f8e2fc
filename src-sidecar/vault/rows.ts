import type { Suite } from "./aead.ts";
import type { ManifestRow } from "./manifest.ts";

/** The organization's key record, signed by its own admin key. One per organization. */
export interface OrgRootRow {
  /** Version of all the key rows of this organization: 1. */
  readonly format: number;
  readonly orgId: string;
  /** Ed25519, 32 bytes. Every unlocker pins it, or one that it was handed over from. */
  readonly adminPublicKey: Uint8Array;
  /** The suite of new credentials and unlockers. */
  readonly recordSuite: Suite;
  readonly createdAt: number;
  readonly signature: Uint8Array;
}

/** A member's public keys, signed by the admin. One per member. */
export interface MemberKeyRow {
  readonly orgId: string;
  readonly memberId: string;
  /** X25519, 32 bytes: what keys are sealed to. */
  readonly boxPublicKey: Uint8Array;
  /** Ed25519, 32 bytes: what signs the member's own unlockers and scope key. */
  readonly signPublicKey: Uint8Array;
  readonly createdAt: number;
  readonly signature: Uint8Array;
}

/** How a member opens the vault. */
export type UnlockerKind = "passphrase" | "recovery-key" | "headless-key" | "os-keychain";

/** A member's private keys under one thing that the member has or knows, signed by the member. At most one per member and kind. */
export interface UnlockerRow {
  readonly id: string;
  readonly orgId: string;
  readonly memberId: string;
  readonly kind: UnlockerKind;
  /** Canonical JSON, signed as it stands. */
  readonly params: string;
  readonly createdAt: number;
  /** The admin key that it was made under: it opens if that one is the root's, or handed over to it. */
  readonly adminPublicKey: Uint8Array;
  readonly protectedKeys: Uint8Array;
  readonly signature: Uint8Array;
}

/** A version of the org's data encryption key. New records use the active one; `retiring` ones are still being re-sealed. */
export interface OrgKeyRow {
  readonly orgId: string;
  readonly version: number;
  readonly state: "active" | "retiring" | "retired";
  readonly createdAt: number;
}

/** One version of the DEK sealed to one member, signed by the admin. */
export interface DekWrapRow {
  readonly orgId: string;
  readonly version: number;
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
}

/** One version of a scope key sealed to one member: a user's to the user alone and signed by the user, a team's signed by the admin. */
export interface ScopeWrapRow {
  readonly orgId: string;
  readonly scope: "team" | "user";
  readonly scopeId: string;
  readonly version: number;
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
}

/** The admin's Ed25519 seed sealed to one admin, signed by itself. Who has one is an admin. */
export interface AdminWrapRow {
  readonly orgId: string;
  readonly memberId: string;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
}

/** One handing over of the admin key to the next, signed by both. */
export interface SuccessionRow {
  readonly orgId: string;
  /** Counts them from 1: the new key of one is the old key of the next, and the last one's is the root's. */
  readonly number: number;
  readonly oldPublicKey: Uint8Array;
  readonly newPublicKey: Uint8Array;
  readonly createdAt: number;
  readonly oldSignature: Uint8Array;
  readonly newSignature: Uint8Array;
}

/** Who is in a team, signed by the admin. The team's key is sealed to them and to every admin. */
export interface TeamRow {
  readonly orgId: string;
  readonly teamId: string;
  /** The version of the team's scope key that new records use. */
  readonly version: number;
  /** Canonical JSON: the members' ids, sorted. */
  readonly members: string;
  readonly createdAt: number;
  readonly signature: Uint8Array;
}

/** An invitation: what proves that an answer comes from who was given the code, without the code. Signed by the admin. */
export interface InvitationRow {
  readonly orgId: string;
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The admin key when it was made; `mac` says so to who has the code. */
  readonly adminPublicKey: Uint8Array;
  /** HMAC-SHA-256 over all of the above under a key of the code. */
  readonly mac: Uint8Array;
  /** The key of the answer's MAC, sealed under the admin's seed. */
  readonly sealedKey: Uint8Array;
  /** The member that it was confirmed as; empty until then. */
  readonly confirmedAs: string;
  readonly signature: Uint8Array;
}

/**
 * What the invited person sent back: their public keys, their unlockers and their own scope key, under a MAC of the code.
 *
 * It is written while the vault is locked, so no manifest covers it; nothing of it is used before an admin has confirmed it.
 */
export interface AnswerRow {
  readonly orgId: string;
  readonly invitationId: string;
  readonly memberId: string;
  readonly boxPublicKey: Uint8Array;
  readonly signPublicKey: Uint8Array;
  readonly createdAt: number;
  readonly unlockers: readonly UnlockerRow[];
  readonly scopeWraps: readonly ScopeWrapRow[];
  readonly mac: Uint8Array;
}

/** The tables of key rows that the manifest covers, each with its row. */
export interface KeyTables {
  readonly root: OrgRootRow;
  readonly members: MemberKeyRow;
  readonly unlockers: UnlockerRow;
  readonly orgKeys: OrgKeyRow;
  readonly dekWraps: DekWrapRow;
  readonly scopeWraps: ScopeWrapRow;
  readonly adminWraps: AdminWrapRow;
  readonly successions: SuccessionRow;
  readonly teams: TeamRow;
  readonly invitations: InvitationRow;
}

/** A table of key rows. */
export type KeyTable = keyof KeyTables;

/** A key row with the table that it is in. */
export type KeyRow = { readonly [T in KeyTable]: { readonly table: T; readonly row: KeyTables[T] } }[KeyTable];

/** What names a row within its table. */
export type RowKey = readonly (string | number)[];

/** A table and what names a row in it. */
export interface KeyRowName {
  readonly table: KeyTable;
  readonly key: RowKey;
}

/** The key rows of one organization that the manifest covers. */
export type KeyRows = { readonly root: OrgRootRow } & {
  readonly [T in Exclude<KeyTable, "root">]: readonly KeyTables[T][];
};

/** All of what a vault stores of its keys. Nothing in it opens without a member's passphrase, recovery key or other unlocker. */
export interface VaultRows extends KeyRows {
  readonly answers: readonly AnswerRow[];
  readonly manifest: ManifestRow;
}

/** What names a row: one row per table and name. */
export function nameOfRow({ table, row }: KeyRow): KeyRowName {
  switch (table) {
    case "root":
      return { table, key: [] };
    case "members":
    case "adminWraps":
      return { table, key: [row.memberId] };
    case "unlockers":
      return { table, key: [row.memberId, row.kind] };
    case "orgKeys":
      return { table, key: [row.version] };
    case "dekWraps":
      return { table, key: [row.version, row.memberId] };
    case "scopeWraps":
      return { table, key: [row.scope, row.scopeId, row.version, row.memberId] };
    case "successions":
      return { table, key: [row.number] };
    case "teams":
      return { table, key: [row.teamId] };
    case "invitations":
      return { table, key: [row.id] };
  }
}

/** Every key row with its table, the root first. */
export function listKeyRows(rows: KeyRows): readonly KeyRow[] {
  return [
    { table: "root", row: rows.root },
    ...rows.members.map((row) => ({ table: "members", row }) as const),
    ...rows.unlockers.map((row) => ({ table: "unlockers", row }) as const),
    ...rows.orgKeys.map((row) => ({ table: "orgKeys", row }) as const),
    ...rows.dekWraps.map((row) => ({ table: "dekWraps", row }) as const),
    ...rows.scopeWraps.map((row) => ({ table: "scopeWraps", row }) as const),
    ...rows.adminWraps.map((row) => ({ table: "adminWraps", row }) as const),
    ...rows.successions.map((row) => ({ table: "successions", row }) as const),
    ...rows.teams.map((row) => ({ table: "teams", row }) as const),
    ...rows.invitations.map((row) => ({ table: "invitations", row }) as const),
  ];
}
