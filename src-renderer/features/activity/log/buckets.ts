const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lengths that people count time in. */
const STEPS_MS = [
  SECOND_MS,
  5 * SECOND_MS,
  15 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
] as const;

/** As many bars as can be told apart. */
const MAX_BARS = 72;

/** Stretches of equal length that cover a span of time. */
export type Buckets = { readonly from: number; readonly to: number; readonly bucketMs: number; readonly count: number };

/**
 * Divides a span of time into stretches that begin where people expect it: at the full hour, at midnight.
 *
 * @param offsetMs What to add to universal time for the time on the wall.
 */
export function bucketsOf(from: number, to: number, offsetMs: number): Buckets {
  const span = Math.max(to - from, MINUTE_MS);
  const bucketMs = STEPS_MS.find((step) => span / step <= MAX_BARS) ?? Math.ceil(span / MAX_BARS / DAY_MS) * DAY_MS;
  const start = Math.floor((from + offsetMs) / bucketMs) * bucketMs - offsetMs;
  const count = Math.max(1, Math.ceil((to - start) / bucketMs));
  return { from: Math.max(0, start), to: start + count * bucketMs, bucketMs, count };
}
