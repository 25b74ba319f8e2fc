/**
 * The vault: the keys of an organization and everything that is sealed under them.
 *
 * It guards credentials, the arguments and results of calls, and the keys that open them. A value opens only for who holds the
 * organization's key (and the member's or the team's own, where it is theirs), and only in the very place it was sealed for. It refuses
 * to guess: what is damaged, moved, unsigned, weakened or of a later format is a typed error, nothing is written over it, and no new key
 * takes the place of one that cannot be read. Its bytes are specified in FORMAT.md.
 */
export { VaultError } from "./errors.ts";
export { openPrimitives, type Primitives } from "./primitives.ts";
export type { InvitationFacts, MemberFacts, UnlockerSight } from "./people.ts";
export type { RotationFacts } from "./rotation-facts.ts";
export { listKeyRows, nameOfRow, type AnswerRow, type KeyRow, type KeyRowName, type VaultRows } from "./rows.ts";
export type { RecordContext } from "./seal.ts";
export { headlessKeyText } from "./protect.ts";
export { readShownOnce } from "./shown-key.ts";
export { drawSealingKey, openSealedTo, sealerTo } from "./sealing-key.ts";
export type { SecretFacts } from "./secrets.ts";
export type { EpochAnchor, KeyChange, KeyStore, ManifestWrite, SecretRef, SecretRow, SecretStore } from "./stores.ts";
export { provenAdminKeys } from "./succession.ts";
export type { Proof } from "./unlock.ts";
export type { StretchCost } from "./stretch.ts";
export { openVault, type Vault } from "./vault.ts";
