import type { CredentialSummary } from "../../client/index.ts";
import { StateBadge } from "../../ui/risk/state-badge.tsx";
import { healthLook } from "./words.ts";

/** How a credential is doing, for the person who looks. */
export function HealthBadge({ credential }: { readonly credential: CredentialSummary }) {
  return <StateBadge {...healthLook(credential)} className="text-xs" />;
}
