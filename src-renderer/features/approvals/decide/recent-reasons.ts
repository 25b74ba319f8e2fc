import { t } from "../messages.ts";

const OFFERED = 3;
const STARTERS = [t("deny.starter.1"), t("deny.starter.2"), t("deny.starter.3")];

/** The reasons to offer: the ones given last, filled up with plain ones. */
export function offeredReasons(recent: readonly string[]): readonly string[] {
  return [...new Set([...recent, ...STARTERS])].slice(0, OFFERED);
}

/** The reasons given last, newest first, with another one given now. */
export function withReason(recent: readonly string[], reason: string): readonly string[] {
  return [...new Set([reason, ...recent])].slice(0, OFFERED);
}
