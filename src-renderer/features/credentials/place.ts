import type { CredentialId } from "../../client/index.ts";

/** What of the credentials the window shows. */
export type CredentialsPlace = { readonly kind: "list"; readonly id: CredentialId | null } | { readonly kind: "new" };

export type Go = (place: CredentialsPlace) => void;
