import type { CredentialSummary } from "../../client/index.ts";
import { StateBadge } from "../../ui/risk/state-badge.tsx";
import { t } from "./messages.ts";

/** Whether a credential has a value (for one of each member: one's own). */
export function ValueBadge({ credential }: { readonly credential: CredentialSummary }) {
  if (credential.hasValue) return <StateBadge label={t("state.set")} tone="good" className="text-xs" />;
  const label = credential.scope === "user_secret" ? t("state.missingOwn") : t("state.missing");
  return <StateBadge label={label} tone="warn" dot="ring" className="text-xs" />;
}
