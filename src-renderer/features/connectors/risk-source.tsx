import type { ToolSummary } from "../../client/index.ts";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";
import { riskWord } from "./risk-words.ts";

/** Who says what class a tool has, and since when. */
export function RiskSource({ risk }: { readonly risk: ToolSummary["risk"] }) {
  const { source } = risk;
  switch (source.kind) {
    case "default":
      return <span className="text-ink-faint">{t("source.default")}</span>;
    case "admin":
      return (
        <span>
          {t("source.admin", { by: source.by.name })}
          {", "}
          <RelativeTime at={source.at} isFocusable={false} className="text-ink-faint" />
        </span>
      );
    case "drifted":
      return (
        <span className="font-medium text-amber">
          {t("source.drifted", { by: source.by.name, was: riskWord(source.was) })}
        </span>
      );
  }
}
