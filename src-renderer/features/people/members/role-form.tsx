import { useState } from "react";
import { problemNotice, type MemberDetail, type Role } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { RoleCards } from "../role-cards.tsx";
import { useMemberActions } from "../use-people.ts";

/** Another role for a member, and what the change does to keys before it is made. */
export function RoleForm({ member }: { readonly member: MemberDetail }) {
  const notify = useNotify();
  const { setRole } = useMemberActions();
  const [role, choose] = useState<Role>(member.role);
  const save = async (): Promise<void> => {
    if (role === member.role) return;
    const outcome = await setRole.run(member.id, role);
    if (outcome.kind === "done") notify({ title: t("role.saved", { name: member.name, role: t(`role.${role}`) }) });
  };
  return (
    <Panel title={t("role.change")}>
      <Form label={t("role.change")} onSubmit={() => void save()}>
        {setRole.problem !== null && <Banner kind="ours" {...problemNotice(setRole.problem)} />}
        <RoleCards value={role} onChange={choose} />
        {role !== member.role && <p className="text-sm text-ink-soft">{meaningOf(member, role)}</p>}
        <FormActions>
          <Button type="submit" disabled={role === member.role} isBusy={setRole.isBusy}>
            {t("role.save")}
          </Button>
          {setRole.isBusy && (
            <span role="status" className="text-sm text-ink-soft">
              {t("role.busy")}
            </span>
          )}
        </FormActions>
      </Form>
    </Panel>
  );
}

function meaningOf(member: MemberDetail, next: Role): string {
  const { name } = member;
  if (next === "admin") return t("role.gain", { name });
  if (member.role !== "admin") return t("role.other");
  return t("role.lose", { name });
}
