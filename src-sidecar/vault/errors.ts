const MESSAGES = {
  vault_absent: "This organization has no vault yet.",
  vault_exists: "This organization already has a vault.",
  vault_locked: "The vault is locked.",
  vault_unreadable: "The vault's keys cannot be read. Nothing was changed.",
  wrong_passphrase: "The passphrase is wrong.",
  wrong_recovery_key: "The recovery key is not the one of this vault.",
  wrong_key: "The key is not the one of this vault.",
  recovery_key_malformed: "The recovery key has a typing error.",
  passphrase_policy: "The passphrase is too short or too long.",
  member_unknown: "This member has no keys in this vault.",
  unlocker_missing: "This member has no such way to open the vault.",
  kdf_policy: "The parameters that protect the passphrase are outside of what is safe to use.",
  root_signature: "The organization's key record is not signed by its admin.",
  member_signature: "The member's public keys are not signed by the organization's admin.",
  unlocker_signature: "The record that opens the vault is not signed by its member.",
  wrap_signature: "A wrapped key is not signed by who may give it.",
  wrap_damaged: "A wrapped key cannot be opened.",
  team_signature: "The list of a team's members is not signed by the organization's admin.",
  admin_succession: "The organization's admin key was not handed over by the one that this member knows.",
  not_admin: "Only an admin of this organization may do this.",
  last_admin: "The organization needs at least one admin.",
  member_is_open: "The vault is open with this member's keys.",
  invitation_invalid: "The invitation is not one of this organization's.",
  invitation_expired: "The invitation has expired or was answered already.",
  fingerprint_mismatch: "The fingerprint is not the one of the answer.",
  key_unavailable: "The record is sealed under a key that is not available.",
  key_commitment: "The record was not sealed under this key and in this place.",
  scope_locked: "The record belongs to another person or team.",
  envelope_context: "The record's row does not say the same as the record.",
  envelope_damaged: "The record is damaged.",
  unknown_version: "The record has a format that this version does not know.",
  unknown_suite: "The record uses a cipher that this version does not know.",
  value_too_long: "The value is too long to be sealed.",
  secret_missing: "There is no such secret.",
  revision_conflict: "The secret was changed by someone else in the meantime.",
  manifest_mismatch: "The vault's rows are not the ones that it was left with. Nothing was changed.",
  rolled_back: "The vault is an older copy of itself. An admin has to look at it first.",
  rotation_running: "The key is being rotated already.",
  entry_expired: "The entry was used or has expired.",
  entry_mismatch: "The entry was made for another credential, or is damaged.",
} as const;

/** Why the vault refused: a stable word that callers may branch on. */
export type VaultErrorCode = keyof typeof MESSAGES;

/** The vault's one error. Its message is fixed per code and names no value, so it may be shown and logged. */
export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, options?: { readonly cause: unknown }) {
    super(MESSAGES[code], options);
    this.code = code;
  }
}
