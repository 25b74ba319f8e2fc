import { KeyRound } from "lucide-react";
import { useMember, useRead, useStudio } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { SnippetTabs } from "./snippet-tabs.tsx";

/** How any agent connects, for someone who has a key or is about to get one. */
export function ConnectPage({ onGo }: { readonly onGo: Go }) {
  const { rpc } = useStudio();
  const { may } = useMember();
  const about = useRead(rpc.studio.about.queryOptions());
  if (about.kind === "loading") return <Skeleton shape="card" />;
  if (about.kind === "failed") return <ErrorState {...about.failure} />;
  return (
    <div className="h-full overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header>
          <h2 className="text-lg font-semibold">{t("connect.title")}</h2>
          <p className="text-sm text-ink-soft">{t("connect.text")}</p>
        </header>
        <Banner
          kind="info"
          icon={KeyRound}
          isAnnounced={false}
          title={t("connect.noKey", { placeholder: t("connect.placeholder") })}
          actions={
            may("admin") && (
              <Button size="small" onClick={() => onGo({ kind: "new-key" })}>
                {t("connect.getKey")}
              </Button>
            )
          }
        />
        <SnippetTabs about={about.data} keyText={null} />
      </div>
    </div>
  );
}
