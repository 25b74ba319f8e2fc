import type { AccountEntry } from "../../client/index.ts";
import type { Tone } from "../../ui/risk/state-badge.tsx";
import { t } from "./messages.ts";

/** How an account is doing, as the list and the page tell it apart. */
export type AccountKind = "connected" | "degraded" | "needs-reconnect" | "not-connected";

export function kindOf({ account }: Pick<AccountEntry, "account">): AccountKind {
  return account === null ? "not-connected" : account.state.kind;
}

export type AccountLook = { readonly label: string; readonly tone: Tone; readonly dot: "filled" | "ring" };

const TONES: Readonly<Record<AccountKind, Tone>> = {
  connected: "good",
  degraded: "neutral",
  "needs-reconnect": "warn",
  "not-connected": "neutral",
};

/** A state in a word. What is not connected but used is told apart from what nobody needs. */
export function lookOf(entry: Pick<AccountEntry, "account" | "usedBy">): AccountLook {
  const kind = kindOf(entry);
  const isMissing = kind === "not-connected" && entry.usedBy.length > 0;
  return {
    label: t(`state.${kind}`),
    tone: isMissing ? "warn" : TONES[kind],
    dot: kind === "not-connected" ? "ring" : "filled",
  };
}
