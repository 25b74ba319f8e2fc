import { useMember } from "../../client/index.ts";
import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import { t } from "./messages.ts";
import type { AgentsPlace } from "./place.ts";

const PARTS = [
  { id: "sessions", href: "#/agents", role: "member" },
  { id: "standing", href: "#/agents/standing", role: "operator" },
  { id: "keys", href: "#/agents/keys", role: "member" },
  { id: "connect", href: "#/agents/connect", role: "member" },
] as const;

/** The parts of the page that the member may use. */
export function AgentsNav({ place }: { readonly place: AgentsPlace }) {
  const { may } = useMember();
  const shown = PARTS.filter(({ role }) => may(role));
  return (
    <PartsNav
      label={t("parts")}
      parts={shown.map(({ id, href }) => ({ id, href, label: t(`part.${id}`) }))}
      current={partOf(place)}
    />
  );
}

function partOf({ kind }: AgentsPlace): (typeof PARTS)[number]["id"] {
  if (kind === "new-key") return "keys";
  return kind === "new-standing" ? "standing" : kind;
}
