import { ArrowDownToLine, ArrowUpFromLine } from "lucide-react";
import type { DataFlow, DeskTool } from "../../client/index.ts";
import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";
import { dayWords, riskWord, shortDayWords } from "./risk-words.ts";

/** What is unusual about a tool, in a word each. */
export function Marks({ tool }: { readonly tool: Pick<DeskTool, "isFresh" | "risk" | "isOffered" | "isEnabled"> }) {
  return (
    <>
      {tool.isFresh && <Mark tone="accent" words={t("mark.new")} />}
      {tool.risk.source.kind === "drifted" && <Mark tone="warn" words={t("mark.changed")} />}
      {!tool.isOffered && <Mark tone="warn" words={t("mark.gone")} />}
      {tool.isOffered && !tool.isEnabled && <Mark tone="neutral" words={t("mark.off")} />}
    </>
  );
}

const TONES = {
  accent: "border-accent-line bg-accent-tint text-accent-ink",
  warn: "border-amber-line bg-amber-tint text-amber",
  neutral: "border-line bg-sunken text-ink-soft",
} as const;

/** Smaller than a tag: a row keeps its height. */
function Mark({ tone, words }: { readonly tone: keyof typeof TONES; readonly words: string }) {
  return (
    <span className={cx("inline-flex h-4 items-center rounded-xs border px-1 text-2xs", TONES[tone])}>{words}</span>
  );
}

/** The same on one short line: who gives way, when stays. */
export function SourceLine({ risk }: { readonly risk: DeskTool["risk"] }) {
  const { source } = risk;
  if (source.kind !== "admin") return <span className="block truncate">{sourceWords(risk)}</span>;
  return (
    <span className="flex min-w-0 gap-1.5">
      <span className="min-w-0 truncate">{source.by.name}</span>
      <span className="shrink-0">{shortDayWords(source.at)}</span>
    </span>
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
