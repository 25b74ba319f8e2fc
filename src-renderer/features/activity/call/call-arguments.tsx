import { useMemo, useState } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import { changedPaths, type JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { t } from "../messages.ts";
import { Section } from "./section.tsx";

type View = "sent" | "proposed" | "changes";

/** What was asked for and what was sent; where a person edited, also what that changed. */
export function CallArguments({ call }: { readonly call: CallDetail }) {
  const { proposedArguments: proposed, executedArguments: executed } = call;
  if (proposed === null) {
    return (
      <Section title={t("arguments.title")}>
        <p className="text-sm text-ink-soft">
          {t(call.payload === "hidden" ? "arguments.hidden" : "arguments.erased")}
        </p>
      </Section>
    );
  }
  if (executed !== null && call.decision?.kind === "approved-edited") {
    return <Edited proposed={proposed} executed={executed} />;
  }
  return (
    <Section
      title={t("arguments.title")}
      trailing={
        <span className="text-sm text-ink-faint">
          {t(executed === null ? "arguments.unsent" : "arguments.exactly")}
        </span>
      }
    >
      <ArgumentsView label={t("arguments.title")} value={proposed} />
    </Section>
  );
}

function Edited({ proposed, executed }: { readonly proposed: JsonValue; readonly executed: JsonValue }) {
  const [view, setView] = useState<View>("changes");
  const edited = useMemo(() => new Set(changedPaths(proposed, executed)), [proposed, executed]);
  return (
    <section aria-label={t("arguments.title")} className="border-t border-line pt-4">
      <Tabs
        look="segment"
        label={t("arguments.views")}
        value={view}
        onChange={setView}
        heading={<h3 className="text-sm font-semibold">{t("arguments.title")}</h3>}
        tabs={[
          {
            value: "changes",
            label: t("arguments.changes"),
            content: (
              <DiffView
                label={t("arguments.changesLabel")}
                before={readableJson(proposed)}
                after={readableJson(executed)}
              />
            ),
          },
          {
            value: "sent",
            label: t("arguments.sent"),
            content: <ArgumentsView label={t("arguments.sent")} value={executed} edited={edited} />,
          },
          {
            value: "proposed",
            label: t("arguments.proposed"),
            content: <ArgumentsView label={t("arguments.proposed")} value={proposed} />,
          },
        ]}
      />
    </section>
  );
}
