/** The classification desk: every tool of every connector, what class it has, who says so, and what is left to review. */
import { ListChecks, SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import { useMember, useRead, useStudio, type DeskTool, type ToolId } from "../../client/index.ts";
import { Button, buttonClass } from "../../ui/actions/button.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { EVERYTHING } from "./address.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { Coverage } from "./coverage.tsx";
import { DeskView } from "./desk-view.tsx";
import { Filters, type NamedConnector } from "./filters.tsx";
import { t } from "./messages.ts";
import { coverageOf, selectTools } from "./select-tools.ts";
import { usePlace } from "./use-place.ts";
import { useReview } from "./use-review.ts";

export type DeskPageProps = { readonly toolId: ToolId | null };

/** Every tool with its class. Admins give classes here; operators read. */
export function DeskPage({ toolId }: DeskPageProps) {
  const { rpc } = useStudio();
  const tools = useRead(rpc.tools.list.queryOptions());
  return (
    <Page title={t("page.title")}>
      {tools.kind === "loading" && <Skeleton rows={8} />}
      {tools.kind === "failed" && <ErrorState {...tools.failure} />}
      {tools.kind === "ready" && tools.data.length === 0 && <NoTools />}
      {tools.kind === "ready" && tools.data.length > 0 && <Desk tools={tools.data} toolId={toolId} />}
    </Page>
  );
}

function NoTools() {
  return (
    <EmptyState
      icon={ListChecks}
      title={t("empty.title")}
      action={
        <a href="#/connectors" className={buttonClass("secondary", "medium")}>
          {t("empty.way")}
        </a>
      }
    >
      {t("empty.text")}
    </EmptyState>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

function Desk({ tools, toolId }: DeskPageProps & { readonly tools: readonly DeskTool[] }) {
  const { may } = useMember();
  const mayReview = may("admin");
  const { shown, go } = usePlace(toolId);
  const [chosenIds, setChosenIds] = useState(NOTHING);
  const { isBusy, classifyMany } = useReview();
  const listed = useMemo(() => selectTools(tools, shown, toolId), [tools, shown, toolId]);
  const inConnector = useMemo(
    () => tools.filter(({ connectorId }) => shown.connectorId === null || connectorId === shown.connectorId),
    [tools, shown.connectorId],
  );
  const connectors = useMemo(() => connectorsOf(tools), [tools]);
  // What a filter hides is not reviewed by accident.
  const chosen = listed.filter(({ id }) => chosenIds.has(id));
  const toggle = (tool: DeskTool): void =>
    setChosenIds((ids) =>
      ids.has(tool.id) ? new Set([...ids].filter((id) => id !== tool.id)) : new Set([...ids, tool.id]),
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Coverage coverage={coverageOf(inConnector)} mayReview={mayReview} />
      <Filters shown={shown} connectors={connectors} coverage={coverageOf(inConnector)} onChange={go} />
      {mayReview && chosen.length > 0 && (
        <BulkBar
          tools={chosen}
          isBusy={isBusy}
          onReview={(classOf) => classifyMany(chosen, classOf)}
          onClear={() => setChosenIds(NOTHING)}
        />
      )}
      {listed.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("none.title")}
          action={<Button onClick={() => go(EVERYTHING, "replace")}>{t("none.clear")}</Button>}
        >
          {t("none.text")}
        </EmptyState>
      ) : (
        <DeskView
          tools={listed}
          toolId={toolId}
          chosenIds={chosenIds}
          onToggle={mayReview ? toggle : undefined}
          onChooseAll={() => setChosenIds(new Set(listed.map(({ id }) => id)))}
          go={go}
        />
      )}
    </div>
  );
}

function connectorsOf(tools: readonly DeskTool[]): readonly NamedConnector[] {
  const byId = new Map(tools.map(({ connectorId, connectorName }) => [connectorId, connectorName]));
  return [...byId].map(([id, name]) => ({ id, name })).toSorted((one, other) => one.name.localeCompare(other.name));
}
