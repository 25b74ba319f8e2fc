import type { Grant } from "./grant.ts";

const MARGIN_MS = 60_000;
const MARGIN_PART = 0.1;
const SKEW_MS = 60_000;

/**
 * Whether a token is good for long enough to go out. One of which the server did not say when it ends is, until it is refused.
 *
 * @param minLeftMs What the use wants; never more than half of the token's life, which a refresh could not bring either.
 */
export function isFresh(grant: Grant, minLeftMs: number, now: number): boolean {
  if (grant.expiresAt === null) return true;
  if (grant.obtainedAt > now + SKEW_MS) return false; // The clock was set back: when it ends is not known any more.
  const lifeMs = Math.max(0, grant.expiresAt - grant.obtainedAt);
  const wantedMs = Math.max(marginMs(lifeMs), Math.min(minLeftMs, lifeMs / 2));
  return grant.expiresAt - now > wantedMs;
}

/** Whether a token is still worth trying. */
export function isAlive({ expiresAt }: Pick<Grant, "expiresAt">, now: number): boolean {
  return expiresAt === null || expiresAt > now;
}

/** How long before its end a token is renewed. */
export function marginMs(lifeMs: number): number {
  return Math.min(MARGIN_MS, lifeMs * MARGIN_PART);
}
