import type { ConnectorSummary } from "../../client/index.ts";
import { StateBadge, type Tone } from "../../ui/risk/state-badge.tsx";
import { t } from "./messages.ts";

type Connection = ConnectorSummary["connection"];

const TONES: Readonly<Record<Connection["kind"], Tone>> = {
  idle: "neutral",
  connecting: "accent",
  ready: "good",
  down: "warn",
};

/** How the connection to an upstream is doing, in a word. */
export function ConnectionBadge({ connection }: { readonly connection: Connection }) {
  const isOver = connection.kind === "idle";
  return (
    <StateBadge
      label={t(`state.${connection.kind}`)}
      tone={TONES[connection.kind]}
      dot={isOver ? "ring" : "filled"}
      className="text-xs"
    />
  );
}
