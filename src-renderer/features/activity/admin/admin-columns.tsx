import type { AuditEntry, JsonObject } from "../../../client/index.ts";
import type { Column } from "../../../ui/data/column.ts";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { actionWords, t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";

/** What the list says of each entry; the entry itself has all of it. */
export const adminColumns: readonly Column<AuditEntry>[] = [
  {
    id: "at",
    header: t("admin.at"),
    width: "96px",
    cell: ({ at }) => <RelativeTime at={at} isFocusable={false} className="text-ink-soft" />,
  },
  {
    id: "actor",
    header: t("admin.actor"),
    width: "minmax(96px, 1fr)",
    cell: ({ actor }) => (
      <span className="[&_bdi]:whitespace-nowrap">
        <Actor actor={actor} />
      </span>
    ),
  },
  {
    id: "action",
    header: t("admin.action"),
    width: "minmax(160px, 1.6fr)",
    cell: ({ action }) => actionWords(action),
  },
  {
    id: "about",
    header: t("admin.about"),
    width: "minmax(160px, 2fr)",
    cell: ({ detail }) => (
      <span className="text-ink-soft [&_bdi]:whitespace-nowrap">
        <RevealedText text={nameIn(detail)} flow="inline" />
      </span>
    ),
  },
  {
    id: "seq",
    header: t("admin.seq"),
    width: "64px",
    align: "end",
    cell: ({ seq }) => <span className="text-ink-soft">{seq.toLocaleString("en")}</span>,
  },
];

export const ADMIN_MIN_PX = 720;

/** The name of what an entry is about, where its detail has one. */
function nameIn(detail: JsonObject): string {
  const found = ["name", "tool", "connector"].map((key) => detail[key]).find((value) => typeof value === "string");
  return typeof found === "string" ? found : "";
}
