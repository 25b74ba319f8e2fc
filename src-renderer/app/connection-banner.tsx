import { Lock, PlugZap } from "lucide-react";
import { useConnection, useStudio, useStudioState } from "../client/index.ts";
import { Button } from "../ui/actions/button.tsx";
import { Banner } from "../ui/feedback/banner.tsx";
import { t } from "./messages/t.ts";

/** Says that the line is down while it is, on every page. */
export function ConnectionBanner() {
  const connection = useConnection();
  const studio = useStudio();
  const state = useStudioState();
  const isSignedIn = state.kind === "ready" && state.data.kind === "signed-in";
  if (connection.kind !== "lost") return null;
  // Whoever is not signed in cannot have been told that it was a lock; most often it was, and nothing of theirs is at stake.
  const isCalm = connection.why === "locked" || (connection.why === "restarting" && !isSignedIn);
  if (isCalm) {
    return (
      <Banner kind="info" shape="bar" icon={Lock} title={t("locking.banner")}>
        {t("locking.text")}
      </Banner>
    );
  }
  const isRestarting = connection.why === "restarting";
  return (
    <Banner
      kind="ours"
      shape="bar"
      icon={PlugZap}
      title={isRestarting ? t("restarting.banner") : t("lost.banner")}
      actions={
        <Button size="small" onClick={studio.connection.connect}>
          {t("lost.retry")}
        </Button>
      }
    >
      {isRestarting ? t("restarting.text") : t("lost.text")}
    </Banner>
  );
}
