/** How often the clock is looked at. */
const LOOK_MS = 5_000;
/** A pause that no busy machine makes: it slept, or its clock was set. A shorter sleep goes unnoticed. */
const SLEPT_MS = 30_000;

/**
 * Calls back after the machine slept. Without a desktop nobody tells beforehand, so this is told by the clock, within seconds of waking.
 *
 * @returns How to stop looking.
 */
export function onWake(callback: () => void, now: () => number = Date.now): () => void {
  let lookedAt = now();
  const timer = setInterval(() => {
    const pauseMs = now() - lookedAt;
    lookedAt = now();
    if (pauseMs > LOOK_MS + SLEPT_MS) callback();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
