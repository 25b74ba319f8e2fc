import { ListChecks, Plus } from "lucide-react";
import { useMemo } from "react";
import type { StandingApproval, StandingId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { riskOf } from "../words/risk-words.ts";
import { NewStanding } from "./new-standing.tsx";
import { StandingDetail } from "./standing-detail.tsx";
import { StandingBadge } from "./standing-words.tsx";
import { useStandings } from "./use-standing.ts";

export type StandingPartProps = { readonly id: StandingId | null; readonly isNew: boolean; readonly onGo: Go };

/** What was allowed in advance: the list, one of them, or the form that makes one. */
export function StandingPart({ id, isNew, onGo }: StandingPartProps) {
  const read = useStandings();
  const make = (): void => onGo({ kind: "new-standing" });
  const data = read.kind === "ready" ? read.data : null;
  const standings = useMemo(() => (data ?? []).toSorted(byUse), [data]);
  useHotkeys(t("standing.label"), [{ keys: "m", label: t("standing.new"), run: make, disabled: isNew }]);
  if (read.kind === "loading") return <Skeleton />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  if (standings.length === 0 && !isNew) {
    return (
      <EmptyState
        icon={ListChecks}
        title={t("standing.empty")}
        action={
          <Button icon={Plus} shortcut="m" onClick={make}>
            {t("standing.new")}
          </Button>
        }
      >
        {t("standing.emptyText")}
      </EmptyState>
    );
  }
  const chosen = standings.find((one) => one.id === id);
  const show = (shown: StandingId | null): void => onGo({ kind: "standing", id: shown });
  return (
    <SplitView
      listLabel={t("standing.label")}
      detailLabel={t("standing.detail")}
      isDetailOpen={isNew || id !== null}
      onBack={() => show(null)}
      backLabel={t("standing.label")}
      list={
        <>
          <RowList
            label={t("standing.label")}
            items={standings}
            idOf={(one) => one.id}
            selectedId={id}
            onSelect={(selected) => show(standings.find((one) => one.id === selected)?.id ?? null)}
            renderRow={(one) => <StandingRow standing={one} />}
          />
          <div className="border-t border-line px-4 py-2.5">
            <Button size="small" icon={Plus} shortcut="m" onClick={make}>
              {t("standing.new")}
            </Button>
          </div>
        </>
      }
      detail={
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          {isNew && <NewStanding onDone={show} />}
          {!isNew && chosen !== undefined && <StandingDetail key={chosen.id} standing={chosen} />}
          {!isNew && chosen === undefined && (
            <NothingChosen icon={ListChecks} title={t("standing.choose")} missingId={id}>
              {t("standing.chooseText")}
            </NothingChosen>
          )}
        </div>
      }
    />
  );
}

const RANK = { active: 0, paused: 1, "used-up": 2, expired: 2, revoked: 2 } as const;

/** What holds first; then what was used or made last. */
function byUse(a: StandingApproval, b: StandingApproval): number {
  return RANK[a.state] - RANK[b.state] || (b.lastUsedAt ?? b.createdAt) - (a.lastUsedAt ?? a.createdAt);
}

function StandingRow({ standing }: { readonly standing: StandingApproval }) {
  const { tool, subject, uses, maxUses } = standing;
  return (
    <ListRow
      leading={<RiskBadge risk={riskOf(tool.riskClass)} look="icon" />}
      title={<RevealedText text={tool.title ?? tool.name} flow="inline" />}
      isDim={standing.state !== "active"}
      trailing={<StandingBadge state={standing.state} />}
      detail={
        <>
          <RevealedText text={tool.connectorName} flow="inline" />
          <span aria-hidden className="px-1 text-ink-faint">
            ·
          </span>
          <RevealedText text={subject.kind === "session" ? subject.clientName : subject.keyName} flow="inline" />
        </>
      }
      detailTrailing={
        maxUses === null ? t("standing.rowUsesOpen", { uses }) : t("standing.rowUses", { uses, most: maxUses })
      }
    />
  );
}
