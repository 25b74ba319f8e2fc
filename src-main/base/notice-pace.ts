/** An agent that asks and asks is told of this often, and no more. */
const EVERY_MS = 10_000;

/** What was not told yet, and when the last notification was shown. */
export interface NoticePace {
  readonly untold: number;
  readonly lastAt: number;
}

export const NOTHING_TOLD: NoticePace = { untold: 0, lastAt: -Infinity };

/** Who would be disturbed by a notification, or not need one. */
export interface Attention {
  /** Somebody looks at the window. */
  readonly isLooking: boolean;
  readonly isQuiet: boolean;
}

/** Shows a notification of so many, waits until it may, or drops what nobody has to be told of. */
export type NoticeDecision =
  | { readonly kind: "none"; readonly pace: NoticePace }
  | { readonly kind: "later"; readonly afterMs: number; readonly pace: NoticePace }
  | { readonly kind: "show"; readonly fresh: number; readonly pace: NoticePace };

/**
 * Whether a person is notified now. Calls that came while somebody looked, or wanted to be left alone, are told of by the badge alone,
 * then and later. Pure.
 */
export function decideNotice(
  pace: NoticePace,
  fresh: number,
  { isLooking, isQuiet }: Attention,
  now: number,
): NoticeDecision {
  const untold = isLooking || isQuiet ? 0 : pace.untold + fresh;
  if (untold === 0) return { kind: "none", pace: { ...pace, untold } };
  const afterMs = pace.lastAt + EVERY_MS - now;
  if (afterMs > 0) return { kind: "later", afterMs, pace: { ...pace, untold } };
  return { kind: "show", fresh: untold, pace: { untold: 0, lastAt: now } };
}
