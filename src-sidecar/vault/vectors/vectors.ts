import type { KeyTable } from "../rows.ts";
import type { RecordContext } from "../seal.ts";

/** The shape of vectors-1.json. Bytes are hexadecimal; in lists and rows, where text may stand too, they are `{ "hex": … }`. */
export interface Vectors {
  readonly format: 1;
  readonly contexts: readonly {
    readonly label: string;
    readonly values: readonly (string | number | { readonly hex: string })[];
    readonly encoded: string;
    readonly sha256: string;
  }[];
  readonly recoveryKeys: {
    readonly opens: readonly { readonly typed: string; readonly key: string }[];
    /** Each is a typing error. */
    readonly refused: readonly string[];
  };
  readonly envelopes: {
    readonly deks: readonly { readonly version: number; readonly key: string }[];
    readonly scopeKeys: readonly {
      readonly scope: "team" | "user";
      readonly scopeId: string;
      readonly version: number;
      readonly key: string;
    }[];
    readonly opens: readonly EnvelopeVector[];
    readonly refused: readonly RefusedEnvelope[];
  };
  readonly org: {
    readonly rows: Readonly<Record<string, unknown>>;
    readonly expected: {
      readonly dek: string;
      readonly adaScopeKey: string;
      readonly adminSeed: string;
      /** The versions of the team's key. */
      readonly teamKeys: readonly { readonly teamId: string; readonly version: number; readonly key: string }[];
    };
    /** The invitation that the answer among the rows belongs to: its code as it was shown, and the fingerprint of the answer. */
    readonly invitation: { readonly id: string; readonly code: string; readonly fingerprint: string };
    readonly opens: readonly Omit<OrgRefusal, "code" | "change">[];
    readonly refused: readonly OrgRefusal[];
  };
}

/** An envelope that opens in its context, under the keys on file. */
export interface EnvelopeVector {
  readonly name: string;
  readonly kind: "record" | "body";
  readonly context: RecordContext;
  readonly envelope: string;
  readonly plaintext: string;
}

/** An envelope that is refused with `code`. */
export interface RefusedEnvelope extends Omit<EnvelopeVector, "plaintext"> {
  readonly code: string;
}

/** An unlock that must fail with `code`, after one change of the rows. */
export interface OrgRefusal {
  readonly name: string;
  readonly memberId: string;
  /** `text`: as it is typed; of a headless key 64 hexadecimal digits. */
  readonly proof: { readonly kind: "passphrase" | "recovery-key" | "headless-key"; readonly text: string };
  readonly change?: Change;
  readonly code: string;
}

/** One column of one row (counted from 0): set `to` a value, with bit 0 of the byte at `flip` turned, or its JSON text `merge`d. */
export interface Change {
  readonly table: KeyTable;
  readonly row: number;
  readonly column: string;
  readonly to?: string | number;
  readonly flip?: number;
  readonly merge?: object;
}
