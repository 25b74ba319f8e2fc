import type { CredentialSummary } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";

/** What a credential needs, and what happens until it gets it. Nothing while it is well. */
export function HealthNote({ credential }: { readonly credential: CredentialSummary }) {
  const { health, scope, usedBy } = credential;
  switch (health) {
    case "ok":
      return null;
    case "unused":
      return <Banner kind="info" isAnnounced={false} title={t("note.unused")} />;
    case "no-value":
      return (
        <Banner kind="warn" isAnnounced={false} title={t(`note.no-value.${scope}`)}>
          {usedBy.length > 0 && t("note.no-value.text")}
        </Banner>
      );
    case "due":
      return (
        <Banner kind="warn" isAnnounced={false} title={t("note.due")}>
          {t("note.due.text")}
        </Banner>
      );
    case "unreadable":
      return (
        <Banner kind="danger" isAnnounced={false} title={t("note.unreadable")}>
          {t("note.unreadable.text")}
        </Banner>
      );
  }
}
