import type { InvitationId, MemberId, TeamId } from "../../client/index.ts";

/** What of the people the window shows. */
export type PeoplePlace =
  | { readonly kind: "members"; readonly id: MemberId | null }
  | { readonly kind: "teams"; readonly id: TeamId | null }
  | { readonly kind: "new-team" }
  | { readonly kind: "invitations"; readonly id: InvitationId | null }
  | { readonly kind: "new-invitation" };

export type Go = (place: PeoplePlace) => void;
