import type { UnlockerKind } from "./rows.ts";

/** A way of opening the vault, as far as it may be shown. `params` is the row's canonical JSON. */
export interface UnlockerSight {
  readonly kind: UnlockerKind;
  readonly createdAt: number;
  readonly params: string;
}

/** What a member's key rows show of them. */
export interface MemberFacts {
  readonly memberId: string;
  /** Of their public keys: 20 digits in groups of 5. */
  readonly fingerprint: string;
  readonly isAdmin: boolean;
  readonly unlockers: readonly UnlockerSight[];
  /** Ids of the teams that they are in. */
  readonly teams: readonly string[];
}

/** An invitation and its answer. Nothing of the answer is proven before it is confirmed. */
export interface InvitationFacts {
  readonly id: string;
  readonly expiresAt: number;
  readonly answer: { readonly memberId: string; readonly fingerprint: string; readonly at: number } | null;
}
