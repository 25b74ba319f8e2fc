import { MapPinOff } from "lucide-react";
import { EmptyState } from "../ui/feedback/empty-state.tsx";
import { Page } from "../ui/layout/page.tsx";
import { hrefOf } from "./addresses.ts";
import { t } from "./messages/t.ts";

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title={t("notFound.title")}>
      <EmptyState
        icon={MapPinOff}
        title={t("notFound.title")}
        action={
          <a href={hrefOf("/")} className="text-sm font-medium text-accent-ink underline">
            {t("notFound.back")}
          </a>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </Page>
  );
}
