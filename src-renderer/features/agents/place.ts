import type { KeyId, SessionId, StandingId } from "../../client/index.ts";

/** What of the agents the window shows. */
export type AgentsPlace =
  | { readonly kind: "sessions"; readonly id: SessionId | null }
  | { readonly kind: "keys"; readonly id: KeyId | null }
  | { readonly kind: "new-key" }
  | { readonly kind: "standing"; readonly id: StandingId | null }
  | { readonly kind: "new-standing" }
  | { readonly kind: "connect" };

export type Go = (place: AgentsPlace) => void;
