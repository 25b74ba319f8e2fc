import type { Role } from "../../client/index.ts";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { t } from "./messages.ts";

const ROLES: readonly Role[] = ["admin", "operator", "member"];

export type RoleCardsProps = { readonly value: Role; readonly onChange: (role: Role) => void };

/** The roles, each with what it may do. */
export function RoleCards({ value, onChange }: RoleCardsProps) {
  return (
    <RadioCards<Role>
      label={t("member.role")}
      value={value}
      onChange={onChange}
      choices={ROLES.map((role) => ({ value: role, label: t(`role.${role}`), description: t(`role.${role}.text`) }))}
    />
  );
}
