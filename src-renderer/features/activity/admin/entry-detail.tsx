import { X } from "lucide-react";
import type { AuditEntry } from "../../../client/index.ts";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { ScrollRegion } from "../../../ui/layout/scroll-region.tsx";
import { actionWords, t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";
import { GivenName } from "../words/given-name.tsx";
import { exactWords } from "../words/moments.ts";

export type EntryDetailProps = { readonly entry: AuditEntry; readonly onClose: () => void };

/** One entry of the log in full. */
export function EntryDetail({ entry, onClose }: EntryDetailProps) {
  const title = t("admin.entry", { seq: entry.seq });
  return (
    <section aria-label={title} className="flex max-h-[45%] shrink-0 flex-col border-t border-line-strong">
      <header className="flex items-center gap-3 px-5 pt-3">
        <h2 className="text-sm font-semibold">{actionWords(entry.action)}</h2>
        <span className="text-sm text-ink-faint">{title}</span>
        <IconButton icon={X} label={t("admin.back")} size="small" className="ml-auto" onClick={onClose} />
      </header>
      <ScrollRegion
        label={t("admin.detail")}
        className="min-h-0 flex-1 overflow-y-auto px-5 pt-2 pb-4 -outline-offset-2"
      >
        <KeyValues
          items={[
            { id: "at", label: t("admin.at"), value: exactWords(entry.at) },
            { id: "actor", label: t("admin.actor"), value: <Actor actor={entry.actor} /> },
            { id: "action", label: t("admin.code"), value: <code className="font-mono text-xs">{entry.action}</code> },
            { id: "subject", label: t("admin.subject"), value: <GivenName text={entry.subject} isMono /> },
            { id: "hash", label: t("admin.hash"), value: <code className="font-mono text-xs">{entry.hash}</code> },
            {
              id: "detail",
              label: t("admin.detail"),
              value:
                Object.keys(entry.detail).length === 0 ? (
                  t("admin.noDetail")
                ) : (
                  <ArgumentsView label={t("admin.detail")} value={entry.detail} />
                ),
            },
          ]}
        />
      </ScrollRegion>
    </section>
  );
}
