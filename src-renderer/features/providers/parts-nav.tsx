import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import { t } from "./messages.ts";

const PARTS = [
  { id: "accounts", href: "#/accounts" },
  { id: "providers", href: "#/accounts/providers" },
] as const;

/** The parts of the place. */
export function AccountsNav() {
  return (
    <PartsNav
      label={t("parts")}
      parts={PARTS.map((part) => ({ ...part, label: t(`part.${part.id}`) }))}
      current="providers"
    />
  );
}
