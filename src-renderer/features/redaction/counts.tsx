import { useRead, useStudio, type RedactionCount } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";

/** How often each kind was taken out lately, the most frequent first. */
export function Counts() {
  const { rpc } = useStudio();
  const counts = useRead(rpc.redaction.counts.queryOptions());
  return (
    <Panel title={t("counts.title")}>
      {counts.kind === "loading" && <Skeleton rows={2} />}
      {counts.kind === "failed" && <ErrorState {...counts.failure} />}
      {counts.kind === "ready" && counts.data.length === 0 && (
        <p className="text-sm text-ink-soft">{t("counts.none")}</p>
      )}
      {counts.kind === "ready" && counts.data.length > 0 && <CountTable counts={counts.data} />}
    </Panel>
  );
}

function CountTable({ counts }: { readonly counts: readonly RedactionCount[] }) {
  const sorted = counts.toSorted((one, other) => other.count - one.count);
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b border-line text-left text-xs text-ink-faint">
          <th scope="col" className="pb-1 font-normal">
            {t("counts.kind")}
          </th>
          <th scope="col" className="w-28 pb-1 text-right font-normal">
            {t("counts.count")}
          </th>
          <th scope="col" className="w-36 pb-1 text-right font-normal">
            {t("counts.last")}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ kind, count, lastAt }) => (
          <tr key={kind} className="border-b border-line last:border-b-0">
            <td className="py-1.5 font-mono text-xs wrap-anywhere">{kind}</td>
            <td className="py-1.5 text-right">{count.toLocaleString("en")}</td>
            <td className="py-1.5 text-right text-ink-soft">
              <RelativeTime at={lastAt} isFocusable={false} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
