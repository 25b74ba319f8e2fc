import type { PolicyId } from "../../client/index.ts";

/** What of the policies the window shows. */
export type PoliciesPlace = { readonly kind: "list"; readonly id: PolicyId | null } | { readonly kind: "new" };

export type Go = (place: PoliciesPlace) => void;
