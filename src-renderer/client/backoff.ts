const FIRST_MS = 250;
const LONGEST_MS = 8_000;

/** How long to wait before the n-th try to connect again (from 0); spread by a quarter so that windows do not come in step. */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(base * (0.75 + random * 0.5));
}
