import type { InvitationDetail } from "../../../client/index.ts";
import { StateBadge } from "../../../ui/risk/state-badge.tsx";
import { t } from "../messages.ts";

const TONES = { open: "neutral", expired: "neutral", answered: "accent" } as const;

/** Where an invitation stands; one that was answered waits for an admin. */
export function InvitationBadge({ state }: { readonly state: InvitationDetail["state"] }) {
  return (
    <StateBadge
      label={t(`invitation.${state.kind}`)}
      tone={TONES[state.kind]}
      dot={state.kind === "expired" ? "ring" : "filled"}
      className="text-xs"
    />
  );
}
