import { useEffect } from "react";
import { t } from "../messages/t.ts";

/** Names the window after its page, with the number of waiting calls in front. */
export function useWindowTitle(page: string, waiting: number): void {
  useEffect(() => {
    document.title = waiting > 0 ? t("title.waiting", { count: waiting, page }) : t("title.page", { page });
    return () => {
      document.title = t("app.name");
    };
  }, [page, waiting]);
}
