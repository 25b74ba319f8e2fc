import type { AgentSession } from "../../../client/index.ts";
import { StateBadge, type Tone } from "../../../ui/risk/state-badge.tsx";
import { t } from "../messages.ts";

const TONES: Readonly<Record<AgentSession["state"], Tone>> = { active: "good", paused: "warn", ended: "neutral" };

/** Whether a session may call. */
export function SessionBadge({ session }: { readonly session: AgentSession }) {
  return (
    <StateBadge
      label={t(`state.${session.state}`)}
      tone={TONES[session.state]}
      dot={session.state === "active" ? "filled" : "ring"}
      className="text-xs"
    />
  );
}
