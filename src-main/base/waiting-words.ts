import type { WaitingCalls } from "../../src-contract/host.ts";

type Numbers = Pick<WaitingCalls, "count" | "dangerous">;

/** What waits, in one line. Numbers and words of ours: a lock screen shows it to anybody. */
export function waitingLine({ count, dangerous }: Numbers): string {
  if (count === 0) return "Nothing waits for you.";
  const grave = dangerous === 0 ? "" : `, ${dangerous === count ? "all" : dangerous} of them Dangerous or Unknown`;
  const one = dangerous === 0 ? "" : ", Dangerous or Unknown";
  return count === 1 ? `1 call waits for you${one}.` : `${count} calls wait for you${grave}.`;
}

/** The heading of a notification. */
export function freshLine(fresh: number): string {
  return fresh === 1 ? "A call waits for your decision" : `${fresh} calls wait for your decision`;
}
