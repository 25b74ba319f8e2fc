/** A port: what the log needs of the vault. Envelopes are the vault's; `name` is the place that one opens at. */
export interface AuditVault {
  /** Whether its keys may be used. */
  isOpen(): boolean;
  seal(name: string, bytes: Uint8Array): Uint8Array;
  /** Throws when it does not open. */
  open(name: string, envelope: Uint8Array): Uint8Array;
  /** Signs a list of a label and one text; null when the member whose keys are open is no admin. */
  signAsAdmin(label: string, text: string): AdminSignature | null;
  /** Every admin key that the organization had; none while it has no vault. */
  adminKeys(): Promise<readonly Uint8Array[]>;
}

/** The organization's admin key and what it signed. */
export interface AdminSignature {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** The place of a key that bodies are sealed under. */
export function bodyKeyName(number: number): string {
  return `body-key/${number}`;
}

/** The place of a key that signs. */
export function signerName(number: number): string {
  return `signer/${number}`;
}
