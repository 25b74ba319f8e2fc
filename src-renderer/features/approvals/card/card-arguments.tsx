import { lazy, Suspense, useState } from "react";
import type { ApprovalCard } from "../../../client/index.ts";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { Tabs, type Tab } from "../../../ui/layout/tabs.tsx";
import { t } from "../messages.ts";

// Editor and comparison come in a chunk of their own; the page fetches it while nobody waits for it.
const RawArguments = lazy(async () => ({ default: (await import("./raw-arguments.tsx")).RawArguments }));
const LastApproved = lazy(async () => ({ default: (await import("./last-approved.tsx")).LastApproved }));

type View = "form" | "raw" | "diff";

export type CardArgumentsProps = {
  readonly card: ApprovalCard;
  /** Edits were left behind; what is shown, and would be approved, is what was asked for. */
  readonly hasDraft: boolean;
};

/** The whole arguments: as readable rows, as canonical JSON, and against the last approved call of this tool. */
export function CardArguments({ card, hasDraft }: CardArgumentsProps) {
  const [view, setView] = useState<View>("form");
  const { lastApproved } = card;
  const tabs: readonly Tab<View>[] = [
    {
      value: "form",
      label: t("arguments.form"),
      content: <ArgumentsView label={t("arguments.label")} value={card.arguments} />,
    },
    {
      value: "raw",
      label: t("arguments.raw"),
      content: (
        <Suspense fallback={null}>
          <RawArguments value={card.arguments} />
        </Suspense>
      ),
    },
    ...(lastApproved === null
      ? []
      : [
          {
            value: "diff" as const,
            label: t("arguments.diff"),
            content: (
              <Suspense fallback={null}>
                <LastApproved last={lastApproved} value={card.arguments} />
              </Suspense>
            ),
          },
        ]),
  ];
  return (
    <div className="flex flex-col gap-2.5">
      <Tabs
        label={t("arguments.views")}
        look="segment"
        value={view}
        onChange={setView}
        tabs={tabs}
        heading={<h3 className="text-sm font-semibold">{t("arguments.title")}</h3>}
      />
      {hasDraft && <p className="text-sm text-ink-soft">{t("arguments.draft", { edit: t("decide.edit") })}</p>}
    </div>
  );
}
