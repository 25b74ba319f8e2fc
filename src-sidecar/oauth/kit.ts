import type { Clock } from "../base/clock.ts";
import type { DpopNonces } from "./dpop.ts";
import type { Net } from "./grant.ts";

/** What every step of the protocol works with. */
export interface Kit {
  readonly net: Net;
  readonly clock: Clock;
  readonly nonces: DpopNonces;
}
