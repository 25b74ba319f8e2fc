import type { ClientContext, ClientLink } from "@orpc/client";

/** One connection to the sidecar, for as long as it lasts. */
export interface Channel {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the other end is gone. `restart`: it said that the sidecar is being started again. */
  readonly closed: Promise<"restart" | "lost">;
  close(): void;
}

/**
 * Why a host does not let this window in: it never had a code, its code was used or late, or the host turns its token away.
 */
export type RefusalReason = "no-code" | "code-refused" | "turned-away";

export type OpenOutcome =
  | { readonly kind: "open"; readonly channel: Channel }
  /** Nobody answers now; it is worth trying again. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

export type OpenChannel = () => Promise<OpenOutcome>;
