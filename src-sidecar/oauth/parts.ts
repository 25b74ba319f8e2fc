import type { MemberId, OrgId, ProviderId } from "../../src-contract/ids.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Secret } from "../base/secret.ts";
import type { OrgDb, Recorder } from "../store/index.ts";
import type { Net, Protocol } from "./grant.ts";

/** The owner kind of everything that this room keeps in the vault; the owner's id is the provider's. */
export const PROVIDER_OWNER = "provider";

/** Names a sealed thing of this room, as the vault names secrets. */
export interface GrantRef {
  readonly scope: "user" | "org";
  /** The member's id, or the organization's own. */
  readonly scopeId: string;
  readonly ownerKind: typeof PROVIDER_OWNER;
  readonly ownerId: ProviderId;
  /** `grant`; `client/…`, `issuer/…` (a registered app's secret, and whom it belongs to); `registration/…`; each with 16 hex digits. */
  readonly field: string;
}

/**
 * A port: where grants and clients are sealed.
 *
 * Errors carry a `code`: `vault_locked` while it is locked, `scope_locked` for what belongs to a member whose keys are not open. Any other
 * means that the record cannot be read; nothing is written over it then.
 */
export interface GrantVault {
  /** Opens what is stored; null: there is none. The caller wipes it. */
  use(ref: GrantRef): Promise<Secret | null>;
  /** Seals and stores; on the disk when it resolves. The secret stays as it is; the caller wipes it. */
  put(ref: GrantRef, secret: Secret): Promise<void>;
  /** Whether there was one. */
  remove(ref: GrantRef): Promise<boolean>;
  /** All that have the owner kind of this room. Works while the vault is locked. */
  list(): Promise<readonly GrantRef[]>;
  /** Prepares to seal for this place what comes when nothing opens any more. What it returns opens nothing itself. */
  sealer(ref: GrantRef): Promise<SealLate>;
  /** Opens what such a sealer sealed for this place; null: none of this place did. The caller wipes it. */
  unseal(ref: GrantRef, box: Uint8Array): Promise<Secret | null>;
}

/** Seals while the vault is locked. The secret stays as it is; the caller wipes it. */
export type SealLate = (secret: Secret) => Uint8Array;

/** What the room is built from. */
export interface OAuthParts {
  readonly orgId: OrgId;
  readonly db: OrgDb;
  /** Changes providers, which admins alone may. */
  readonly record: Recorder;
  /** Changes the notes of accounts and the leases, which give no power. */
  readonly note: Recorder;
  readonly vault: GrantVault;
  readonly protocol: Protocol;
  /** To ask a server whom it trusts, without a token. */
  readonly net: Pick<Net, "fetch">;
  readonly clock: Clock;
  /** Told of every secret text before it is stored or used; `name` tells texts apart. The bytes are wiped as soon as it returns. */
  readonly learn: (name: string, bytes: Uint8Array) => void;
  /** The organization's Client ID Metadata Document, if it has one. */
  readonly clientMetadataUrl: () => string | null;
  readonly memberName: (id: MemberId) => string;
  /** The names of the connectors that use a provider. */
  readonly connectorsOf: (id: ProviderId) => readonly string[];
  readonly changed: (topic: "providers" | "accounts") => void;
  readonly log: Log;
  /** For tests that cannot wait. */
  readonly timing?: Partial<Timing>;
}

/** How long things take, in milliseconds. */
export interface Timing {
  /** For how long a process may refresh before another one takes over. */
  readonly leaseMs: number;
  /** How often one that waits for another's lease looks again. */
  readonly lookMs: number;
  /** Between the first and the second sending of a refresh whose outcome is unknown. */
  readonly againMs: number;
  /** The first pause after a failure; it doubles up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** How often the room looks for tokens that are about to expire. */
  readonly aheadMs: number;
  /** For how long a lock waits for answers that are on their way; what comes later is sealed for the next unlock. */
  readonly settleMs: number;
  /** For how long the loopback listener waits for the return. */
  readonly signInMs: number;
}

/** The timing that a studio runs with. */
export const TIMING: Timing = {
  leaseMs: 30_000,
  lookMs: 100,
  againMs: 1_000,
  pauseMs: 5_000,
  longestPauseMs: 300_000,
  aheadMs: 10_000,
  settleMs: 3_000,
  signInMs: 300_000,
};
