/** What was found, in stable kebab-case: `vault-value`, `github-token`, `private-key`, … */
export type FindingKind = string;

/** A secret in a text. Offsets count UTF-16 code units of the input; `end` is exclusive. */
export interface Finding {
  readonly kind: FindingKind;
  readonly start: number;
  readonly end: number;
  /** For `vault-value`: the name of the credential. */
  readonly label?: string;
}

/** A finding as it may be shown, stored and logged: it never carries the value. */
export interface FindingSummary {
  readonly kind: FindingKind;
  readonly placeholder: string;
  /** JSON pointer of the string that held it, with any secret in a key replaced; empty for a text. */
  readonly path: string;
  /** UTF-16 code units that were, or would be, replaced. */
  readonly length: number;
}

export interface Redacted<T> {
  readonly value: T;
  readonly findings: readonly FindingSummary[];
}

export const VAULT_VALUE = "vault-value";
