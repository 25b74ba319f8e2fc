/**
 * The vault: the keys of an organization and everything that is sealed under them.
 *
 * It guards credentials, the arguments and results of calls, and the keys that open them. A value opens only for who holds the
 * organization's key (and the member's or the team's own, where it is theirs), and only in the very place it was sealed for. It refuses
 * to guess: what is damaged, moved, unsigned, weakened or of a later format is a typed error, nothing is written over it, and no new key
 * takes the place of one that cannot be read. Its bytes are specified in FORMAT.md.
 */
export { createOrgKeys, type CreatedOrg, type NewOrg } from "./create-org.ts";
export { VaultError, type VaultErrorCode } from "./errors.ts";
export { openPrimitives, type Primitives } from "./primitives.ts";
export { readRecoveryKey } from "./recovery-key.ts";
export type {
  AdminKeyRow,
  DekWrapRow,
  MemberKeyRow,
  OrgKeyRow,
  OrgRootRow,
  ScopeWrapRow,
  UnlockerKind,
  UnlockerRow,
  VaultRows,
} from "./rows.ts";
export { openBody, openRecord, sealBody, sealRecord, type RecordContext, type RecordKeys, type Scope } from "./seal.ts";
export type { SecretFacts, VisitReport, VisitValue } from "./secrets.ts";
export type { KeyStore, SecretRef, SecretRow, SecretStore } from "./stores.ts";
export type { StretchCost } from "./stretch.ts";
export { changePassphrase, unlockOrg, unlockWithPassphrase, unlockWithRecoveryKey, type Proof } from "./unlock.ts";
export type { UnlockedOrg } from "./unlocked-org.ts";
export { openVault, type Vault, type VaultParts, type VaultState } from "./vault.ts";
