import type { ProviderId } from "../../src-contract/ids.ts";
import type { Refusal } from "./error.ts";
import type { ConnectorTarget } from "./target.ts";

/** What goes out with a request or a subprocess, resolved at the last moment. Values may be secret. */
export interface Attachment {
  readonly env: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Which tokens of connected accounts are among them, for whoever has to know when a server refuses them. */
  readonly tokens?: readonly { readonly providerId: ProviderId; readonly generation: number }[];
}

/** What something is attached to: one HTTP request, by its method and whole address, or the start of a subprocess. */
export type Outgoing =
  | { readonly kind: "request"; readonly method: string; readonly url: string }
  | { readonly kind: "spawn" };

/** Where the credentials of a connection come from. */
export interface Credentials {
  /** Resolves the credentials of a target. Asked for each subprocess and each HTTP request; the answer is not kept. */
  attach(target: ConnectorTarget, outgoing: Outgoing): Promise<Attachment>;
  /**
   * A server did not take a request with 401 or 403, so it did nothing. `again`: something else would be attached now; the request is sent
   * once more with it, and never a third time. Absent: `no`.
   */
  refused?(target: ConnectorTarget, refusal: Refusal, attached: Attachment): Promise<"again" | "no">;
}
