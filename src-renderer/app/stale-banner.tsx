import { useStaleProblem } from "../client/index.ts";
import { Button } from "../ui/actions/button.tsx";
import { Banner } from "../ui/feedback/banner.tsx";
import { t } from "./messages/t.ts";

/** Says that a part of the page could not be read again, while the rest stays usable. */
export function StaleBanner() {
  const stale = useStaleProblem();
  if (stale === null) return null;
  return (
    <Banner
      kind="ours"
      shape="bar"
      title={t("stale.banner")}
      actions={
        <Button size="small" onClick={stale.retry}>
          {t("stale.retry")}
        </Button>
      }
    >
      {stale.problem.message}
    </Banner>
  );
}
