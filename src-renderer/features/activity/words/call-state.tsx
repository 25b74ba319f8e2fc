import type { CallSummary } from "../../../client/index.ts";
import { StateBadge, type Tone } from "../../../ui/risk/state-badge.tsx";
import { isOpen } from "../address.ts";
import { t } from "../messages.ts";

type State = CallSummary["state"];

const TONES: Readonly<Record<State, Tone>> = {
  received: "neutral",
  awaiting: "accent",
  approved: "accent",
  executing: "accent",
  reviewing: "accent",
  succeeded: "good",
  failed: "warn",
  withheld: "neutral",
  denied: "neutral",
  refused: "neutral",
  expired: "neutral",
  cancelled: "neutral",
  interrupted: "warn",
};

/** Where a call stands: filled while something is still to come, a ring when it is over. */
export function CallState({ state, className }: { readonly state: State; readonly className?: string }) {
  return (
    <StateBadge
      label={t(`state.${state}`)}
      tone={TONES[state]}
      dot={isOpen(state) ? "filled" : "ring"}
      className={className}
    />
  );
}
