import type { AccountEntry } from "../../client/index.ts";
import { StateBadge } from "../../ui/risk/state-badge.tsx";
import { lookOf } from "./words.ts";

/** How an account is doing, in a word. */
export function AccountBadge({ entry }: { readonly entry: Pick<AccountEntry, "account" | "usedBy"> }) {
  return <StateBadge {...lookOf(entry)} className="text-xs" />;
}
