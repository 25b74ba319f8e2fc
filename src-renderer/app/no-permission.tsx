import { ShieldOff } from "lucide-react";
import { useMember } from "../client/index.ts";
import { EmptyState } from "../ui/feedback/empty-state.tsx";
import { Page } from "../ui/layout/page.tsx";
import { t } from "./messages/t.ts";

/** A page that the member's role does not reach; the rail does not lead here, an address can. */
export function NoPermission({ title }: { readonly title: string }) {
  const { member, org } = useMember();
  return (
    <Page title={title}>
      <EmptyState icon={ShieldOff} title={t("forbidden.title")}>
        {t("forbidden.text", { role: t(`role.${member.role}`), org: org.name })}
      </EmptyState>
    </Page>
  );
}
