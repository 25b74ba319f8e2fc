/** How often a sidecar may crash before its host stops trying. */
const MAX_CRASHES = 3;
const WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 250;

export type RestartDecision =
  | { readonly kind: "restart"; readonly afterMs: number; readonly crashes: readonly number[] }
  | { readonly kind: "give-up" };

/**
 * Decides what follows a crash at `now`, given the earlier ones (all in milliseconds since the Unix epoch).
 *
 * The wait doubles with each crash of the last minute, so a sidecar that dies at once does not spin.
 */
export function decideRestart(earlier: readonly number[], now: number): RestartDecision {
  const crashes = [...earlier.filter((at) => now - at < WINDOW_MS), now];
  if (crashes.length > MAX_CRASHES) return { kind: "give-up" };
  return { kind: "restart", afterMs: FIRST_DELAY_MS * 2 ** (crashes.length - 1), crashes };
}
