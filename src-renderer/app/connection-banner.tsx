import { PlugZap } from "lucide-react";
import { useConnection, useStudio } from "../client/index.ts";
import { Button } from "../ui/actions/button.tsx";
import { Banner } from "../ui/feedback/banner.tsx";
import { t } from "./messages/t.ts";

/** Says that the line is down while it is, on every page. */
export function ConnectionBanner() {
  const connection = useConnection();
  const studio = useStudio();
  if (connection.kind !== "lost") return null;
  return (
    <Banner
      kind="ours"
      shape="bar"
      icon={PlugZap}
      title={connection.isRestarting ? t("restarting.banner") : t("lost.banner")}
      actions={
        <Button size="small" onClick={studio.connection.connect}>
          {t("lost.retry")}
        </Button>
      }
    >
      {connection.isRestarting ? t("restarting.text") : t("lost.text")}
    </Banner>
  );
}
