import type { AuditEntry } from "../../../client/index.ts";
import type { Column } from "../../../ui/data/column.ts";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { actionWords, t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";
import { nameIn } from "./name-in.ts";

/** What the list says of each entry; the entry itself has all of it. */
export const logColumns: readonly Column<AuditEntry>[] = [
  {
    id: "at",
    header: t("log.at"),
    width: "96px",
    cell: ({ at }) => <RelativeTime at={at} isFocusable={false} className="text-ink-soft" />,
  },
  {
    id: "actor",
    header: t("log.actor"),
    width: "minmax(96px, 1fr)",
    cell: ({ actor }) => (
      <span className="[&_bdi]:whitespace-nowrap">
        <Actor actor={actor} />
      </span>
    ),
  },
  {
    id: "action",
    header: t("log.action"),
    width: "minmax(160px, 1.6fr)",
    cell: ({ action }) => actionWords(action),
  },
  {
    id: "about",
    header: t("log.about"),
    width: "minmax(160px, 2fr)",
    cell: (entry) => <About entry={entry} />,
  },
  {
    id: "seq",
    header: t("log.seq"),
    width: "64px",
    align: "end",
    cell: ({ seq }) => <span className="text-ink-soft">{seq.toLocaleString("en")}</span>,
  },
];

/** Below this the table scrolls sideways. */
export const LOG_MIN_PX = 720;

/** What an entry is about, as far as one line goes. */
export function About({ entry: { detail, isErased } }: { readonly entry: AuditEntry }) {
  if (detail === null) return <span className="text-ink-faint">{t(isErased ? "log.erased" : "log.hidden")}</span>;
  return (
    <span className="text-ink-soft [&_bdi]:whitespace-nowrap">
      <RevealedText text={nameIn(detail)} flow="inline" />
    </span>
  );
}
