import { ArrowDownToLine, ArrowUpFromLine, Diff, Sparkle } from "lucide-react";
import type { DataFlow, DeskTool } from "../../client/index.ts";
import { Tag } from "../../ui/risk/tag.tsx";
import { t } from "./messages.ts";
import { dayWords, riskWord } from "./risk-words.ts";

/** What is unusual about a tool, in a word each. */
export function Marks({ tool }: { readonly tool: Pick<DeskTool, "isFresh" | "risk" | "isOffered" | "isEnabled"> }) {
  return (
    <>
      {tool.isFresh && (
        <Tag tone="accent" icon={Sparkle}>
          {t("mark.new")}
        </Tag>
      )}
      {tool.risk.source.kind === "drifted" && (
        <Tag tone="warn" icon={Diff}>
          {t("mark.changed")}
        </Tag>
      )}
      {!tool.isOffered && <Tag tone="warn">{t("mark.gone")}</Tag>}
      {tool.isOffered && !tool.isEnabled && <Tag>{t("mark.off")}</Tag>}
    </>
  );
}

/** Who says so, and since when. */
export function sourceWords({ source }: DeskTool["risk"]): string {
  switch (source.kind) {
    case "default":
      return t("source.default");
    case "admin":
      return t("source.admin", { by: source.by.name, at: dayWords(source.at) });
    case "drifted":
      return t("source.drifted", { by: source.by.name, was: riskWord(source.was) });
  }
}

const FLOWS = [
  { of: "readsOutside", icon: ArrowDownToLine },
  { of: "sendsOut", icon: ArrowUpFromLine },
] as const;

/** Where data may go through a tool: each way in its own line. */
export function FlowWords({ flow }: { readonly flow: DataFlow }) {
  if (!flow.readsOutside && !flow.sendsOut) return <span className="text-ink-faint">{t("flow.none")}</span>;
  return (
    <span className="flex flex-col">
      {FLOWS.filter(({ of }) => flow[of]).map(({ of, icon: Icon }) => (
        <span key={of} className="flex items-center gap-1">
          <Icon size={12} aria-hidden className="shrink-0 text-ink-faint" />
          {t(`flow.${of}`)}
        </span>
      ))}
    </span>
  );
}
