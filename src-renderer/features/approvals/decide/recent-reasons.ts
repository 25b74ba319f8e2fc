const OFFERED = 3;

/** The reasons to offer: the ones given last, filled up with plain ones. */
export function offeredReasons(recent: readonly string[], starters: readonly string[]): readonly string[] {
  return [...new Set([...recent, ...starters])].slice(0, OFFERED);
}

/** The reasons given last, newest first, with another one given now. */
export function withReason(recent: readonly string[], reason: string): readonly string[] {
  return [...new Set([reason, ...recent])].slice(0, OFFERED);
}
