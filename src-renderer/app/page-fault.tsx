import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../ui/feedback/error-state.tsx";
import { t } from "./messages/t.ts";

/** Stands in for a page that threw while it was drawn. */
export function PageFault({ reset }: ErrorComponentProps) {
  return (
    <ErrorState what={t("crash.what")} safe={t("crash.safe")} next={t("crash.next")} code="internal" onRetry={reset} />
  );
}
