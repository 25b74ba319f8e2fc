import { useMember, type VaultStatus } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { KeyPanel } from "./key/key-panel.tsx";
import { t } from "./messages.ts";
import { useVault } from "./use-vault.ts";
import { WaysInPanel } from "./ways-in/ways-in-panel.tsx";

/** The vault: its key and how old it grows, one's own ways in, and what notices an older copy of it. Never a value. */
export function VaultPage() {
  const vault = useVault();
  return (
    <Page title={t("page.title")} layout="read">
      {vault.kind === "loading" && <Skeleton />}
      {vault.kind === "failed" && <ErrorState {...vault.failure} />}
      {vault.kind === "ready" && (
        <div className="mx-auto flex max-w-180 flex-col gap-5">
          <KeyPanel status={vault.data} />
          <WaysInPanel status={vault.data} />
          <ChangesPanel status={vault.data} />
        </div>
      )}
    </Page>
  );
}

/** What is remembered outside of the database, and the last copy of it. */
function ChangesPanel({ status: { epoch, lastBackup } }: { readonly status: VaultStatus }) {
  const { may } = useMember();
  return (
    <Panel title={t("changes.title")}>
      <div className="flex flex-col gap-3 text-sm">
        <div>
          <p>{t("changes.epoch", { epoch })}</p>
          <p className="text-xs text-ink-soft">{t("changes.epochText")}</p>
        </div>
        <div>
          {lastBackup === null ? (
            <p>{t("changes.noBackup")}</p>
          ) : (
            <>
              <p className="flex flex-wrap gap-x-1.5">
                <span>{t("changes.lastBackup")}</span>
                <RelativeTime at={lastBackup.at} />
              </p>
              <code className="block font-mono text-xs wrap-anywhere text-ink-soft">{lastBackup.path}</code>
            </>
          )}
          {may("admin") && (
            <a href="#/backups" className="rounded-xs text-sm font-medium text-accent-ink hover:underline">
              {t("changes.backups")}
            </a>
          )}
        </div>
      </div>
    </Panel>
  );
}
