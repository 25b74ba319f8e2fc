import { OctagonX } from "lucide-react";
import type { StopState } from "../../client/index.ts";
import { Banner } from "../../ui/feedback/banner.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "../messages/t.ts";

export type StoppedBannerProps = { readonly stopState: StopState };

/** Stands over every page while the kill switch is on; the switch itself is above it. */
export function StoppedBanner({ stopState }: StoppedBannerProps) {
  if (stopState.kind === "running") return null;
  return (
    <Banner kind="danger" shape="bar" icon={OctagonX} title={t("stopped.banner", { by: stopState.by })}>
      <span className="flex flex-wrap gap-x-3">
        <span className="wrap-anywhere">{stopState.reason === "" ? t("stopped.noReason") : stopState.reason}</span>
        <RelativeTime at={stopState.at} className="text-ink-soft" />
      </span>
    </Banner>
  );
}
