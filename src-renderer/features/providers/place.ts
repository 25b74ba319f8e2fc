import type { ProviderId } from "../../client/index.ts";

/** What of the providers the window shows. `preset`: the one that the form begins with, `custom` for none; null while it is chosen. */
export type ProvidersPlace =
  | { readonly kind: "list"; readonly id: ProviderId | null }
  | { readonly kind: "new"; readonly preset: string | null }
  | { readonly kind: "edit"; readonly id: ProviderId };

export type Go = (place: ProvidersPlace) => void;
