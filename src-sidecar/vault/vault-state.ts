import type { Clock } from "../base/clock.ts";
import type { Suite } from "./aead.ts";
import type { Ledger } from "./ledger.ts";
import type { Primitives } from "./primitives.ts";
import type { UnreadableReason } from "./readable.ts";
import type { EpochAnchor, EpochMark, KeyStore, SecretStore } from "./stores.ts";
import type { StretchCost } from "./stretch.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";

/** What the vault of an organization is doing. `since` is in milliseconds since the Unix epoch. */
export type VaultState =
  | { readonly kind: "absent" }
  | { readonly kind: "locked" }
  | { readonly kind: "unlocked"; readonly since: number; readonly memberId: string }
  /** An older copy of itself: open for looking only. `knownEpoch` is what was seen last, at `knownAt`. */
  | {
      readonly kind: "rolled-back";
      readonly knownEpoch: number;
      readonly epoch: number;
      readonly knownAt: number;
      readonly memberId: string;
      readonly since: number;
    }
  | { readonly kind: "unreadable"; readonly reason: UnreadableReason };

/** What a vault is built from. */
export interface VaultParts {
  readonly orgId: string;
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
  readonly secretStore: SecretStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Remembers the newest epoch outside of the organization's file. */
  readonly anchor: EpochAnchor;
  /** The suite of an organization that is made now; 1 unless the deployment asks for AES-256-GCM. */
  readonly newOrgSuite?: Suite;
  /** For new passphrases; Argon2id with 3 passes over 256 MiB unless said otherwise. */
  readonly cost?: StretchCost;
}

/** An organization that is open: its keys, and the ledger of its rows. */
export interface OpenKeys {
  readonly since: number;
  readonly org: UnlockedOrg;
  readonly ledger: Ledger;
}

/** As `VaultState`, with the keys that belong to it. */
export type HeldState =
  | Exclude<VaultState, { kind: "unlocked" | "rolled-back" }>
  | ({ readonly kind: "unlocked" } & OpenKeys)
  | ({ readonly kind: "rolled-back"; readonly known: EpochMark } & OpenKeys);

/** What a state shows of itself. */
export function shownState(state: HeldState): VaultState {
  switch (state.kind) {
    case "unlocked":
      return { kind: "unlocked", since: state.since, memberId: state.org.memberId };
    case "rolled-back": {
      const { known, ledger, since, org } = state;
      const epochs = { knownEpoch: known.epoch, knownAt: known.at, epoch: ledger.epoch };
      return { kind: "rolled-back", ...epochs, memberId: org.memberId, since };
    }
    case "absent":
    case "locked":
    case "unreadable":
      return state;
  }
}
