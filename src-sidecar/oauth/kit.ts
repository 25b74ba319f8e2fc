import type { Clock } from "../base/clock.ts";
import type { DpopNonces } from "./dpop.ts";
import type { Net } from "./grant.ts";

/** What every step of the protocol works with. */
export interface Kit {
  readonly net: Net;
  readonly clock: Clock;
  /** Unpredictable bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly nonces: DpopNonces;
}

/** 256 bits that nobody can guess, as a text for URLs. */
export function randomText(kit: Pick<Kit, "randomBytes">): string {
  return Buffer.from(kit.randomBytes(32)).toString("base64url");
}
