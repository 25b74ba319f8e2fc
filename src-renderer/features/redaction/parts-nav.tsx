import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import { t } from "./messages.ts";

const PARTS = [
  { id: "general", href: "#/settings" },
  { id: "redaction", href: "#/settings/redaction" },
  { id: "notices", href: "#/settings/notices" },
] as const;

/** The parts of the settings. */
export function SettingsNav() {
  return (
    <PartsNav
      label={t("parts")}
      parts={PARTS.map((part) => ({ ...part, label: t(`part.${part.id}`) }))}
      current="redaction"
    />
  );
}
