import { useAction, useStudio } from "../client/index.ts";
import { useAnnounce } from "../ui/feedback/live-region.tsx";
import { useNotify } from "../ui/feedback/toasts.tsx";
import { startOfPlace } from "./addresses.ts";
import { t } from "./messages/t.ts";
import type { AppRouter } from "./router.tsx";

/** Shows another organization, at the start of the same place: ids in an address belong to the one before. */
export function useSwitch(router: AppRouter): (orgId: string) => void {
  const studio = useStudio();
  const notify = useNotify();
  const announce = useAnnounce();
  const select = useAction(studio.select);
  return (orgId) =>
    void select.run(orgId).then((outcome) => {
      if (outcome.kind === "failed") {
        notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
        return;
      }
      const { history } = router;
      history.replace(startOfPlace(history.location.pathname));
      announce(t("org.switched", { org: outcome.value }));
    });
}
