import type { KeyId, SessionId } from "../../client/index.ts";

/** What of the agents the window shows. */
export type AgentsPlace =
  | { readonly kind: "sessions"; readonly id: SessionId | null }
  | { readonly kind: "keys"; readonly id: KeyId | null }
  | { readonly kind: "new-key" }
  | { readonly kind: "connect" };

export type Go = (place: AgentsPlace) => void;
