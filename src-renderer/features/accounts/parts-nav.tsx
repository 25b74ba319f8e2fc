import { useMember } from "../../client/index.ts";
import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import { t } from "./messages.ts";

const PARTS = [
  { id: "accounts", href: "#/accounts" },
  { id: "providers", href: "#/accounts/providers" },
] as const;

/** The parts of the place. Providers concern admins alone; without them there is nothing to choose between. */
export function AccountsNav() {
  const { may } = useMember();
  if (!may("admin")) return null;
  return (
    <PartsNav
      label={t("parts")}
      parts={PARTS.map((part) => ({ ...part, label: t(`part.${part.id}`) }))}
      current="accounts"
    />
  );
}
