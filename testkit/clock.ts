/** A clock that stands still until it is told to move. It has the shape of the sidecar's `Clock`. */
export interface ManualClock {
  now(): number;
  /** Moves time forward. Time never runs backwards here; a test of that sets `jumpTo`. */
  advance(byMs: number): void;
  /** Sets the time, forwards or backwards, as a person changing the machine's clock does. */
  jumpTo(atMs: number): void;
}

/** @param startAt Milliseconds since the Unix epoch; the default is 2026-01-01T00:00:00Z. */
export function createManualClock(startAt: number = Date.UTC(2026, 0, 1)): ManualClock {
  let atMs = startAt;
  return {
    now: () => atMs,
    advance(byMs) {
      if (!(byMs >= 0)) throw new Error(`a clock advances by a non-negative number, not ${byMs}`);
      atMs += byMs;
    },
    jumpTo(nextMs) {
      atMs = nextMs;
    },
  };
}
