import type { Suite } from "./aead.ts";

/** The organization's key record, signed by its own admin key. One per organization. */
export interface OrgRootRow {
  /** Version of all the key rows of this organization: 1. */
  readonly format: number;
  readonly orgId: string;
  /** Ed25519, 32 bytes. Every unlocker binds it, so that a replaced one opens nothing. */
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

/** How a member opens the vault. `headless-key` and `os-keychain` are reserved. */
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

/** The admin's Ed25519 seed as an envelope in the user scope of one admin. */
export interface AdminKeyRow {
  readonly orgId: string;
  readonly memberId: string;
  readonly rev: number;
  readonly keyVersion: number;
  readonly envelope: Uint8Array;
}

/** All the key rows of one organization. Nothing in them opens without a member's passphrase or recovery key. */
export interface VaultRows {
  readonly root: OrgRootRow;
  readonly members: readonly MemberKeyRow[];
  readonly unlockers: readonly UnlockerRow[];
  readonly orgKeys: readonly OrgKeyRow[];
  readonly dekWraps: readonly DekWrapRow[];
  readonly scopeWraps: readonly ScopeWrapRow[];
  readonly adminKeys: readonly AdminKeyRow[];
}
