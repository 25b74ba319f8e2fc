import type { ProviderId } from "../../client/index.ts";

/** What of the accounts the window shows: all of them, or the one at a provider. */
export type AccountsPlace = { readonly id: ProviderId | null };

export type Go = (place: AccountsPlace) => void;
