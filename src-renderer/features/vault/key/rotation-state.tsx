import type { VaultStatus } from "../../../client/index.ts";
import { Progress } from "../../../ui/feedback/progress.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

/** What rotation is doing, in numbers and in what it means. */
export function RotationState({ status: { rotation, keyVersions } }: { readonly status: VaultStatus }) {
  switch (rotation.kind) {
    case "idle":
      return (
        <p className="text-sm text-ink-soft">
          {rotation.nextAt === null ? t("rotation.never") : t("rotation.next")}{" "}
          {rotation.nextAt !== null && <RelativeTime at={rotation.nextAt} />}{" "}
          <a href="#/settings" className="rounded-xs font-medium text-accent-ink hover:underline">
            {t("rotation.schedule")}
          </a>
          <span className="block text-xs">{t("rotation.meaning", { count: recordsOf(keyVersions) })}</span>
        </p>
      );
    case "running":
      return (
        <div className="flex flex-col gap-1.5">
          <Progress label={t("rotation.running")} done={rotation.done} total={rotation.total} />
          <p className="text-xs text-ink-soft">
            {t("rotation.startedAt")} <RelativeTime at={rotation.startedAt} />. {t("rotation.runningText")}
          </p>
        </div>
      );
    case "waiting":
      return (
        <div role="status" className="text-sm">
          <p>
            {t("rotation.waiting", {
              count: rotation.records,
              names: new Intl.ListFormat("en").format(rotation.members),
            })}
          </p>
          <p className="text-xs text-ink-soft">{t("rotation.waitingText")}</p>
        </div>
      );
  }
}

function recordsOf(versions: VaultStatus["keyVersions"]): number {
  return versions.reduce((sum, { records }) => sum + records, 0);
}
