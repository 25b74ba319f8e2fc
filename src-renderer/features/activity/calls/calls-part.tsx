import { Activity, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useRead, useStudio, type CallId } from "../../../client/index.ts";
import { Button, buttonClass } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import type { Shown } from "../address.ts";
import { CallPage } from "../call/call-page.tsx";
import { isFocusLost } from "../../../ui/actions/lost-focus.ts";
import { t } from "../messages.ts";
import type { RowsRead } from "../rows/use-known-rows.ts";
import type { Go } from "../use-place.ts";
import type { CallSummary } from "../../../client/index.ts";
import { CallList } from "./call-list.tsx";
import { CallTable } from "./call-table.tsx";
import { Filters, isNarrowed, NO_FILTERS } from "./filters.tsx";
import { useCalls } from "./use-calls.ts";

export type CallsPartProps = { readonly callId: CallId | null; readonly shown: Shown; readonly go: Go };

/** All calls in a table; with one chosen, the list beside its page. */
export function CallsPart({ callId, shown, go }: CallsPartProps) {
  const { rpc } = useStudio();
  const read = useCalls(shown);
  const connectors = useRead(rpc.connectors.list.queryOptions());
  const sessions = useRead({ ...rpc.sessions.list.queryOptions(), enabled: shown.sessionId !== null });
  const session = sessions.kind === "ready" ? sessions.data.find(({ id }) => id === shown.sessionId) : undefined;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Filters
        shown={shown}
        connectors={connectors.kind === "ready" ? connectors.data : []}
        session={session}
        onChange={go}
      />
      {read.kind === "loading" && <Skeleton rows={8} />}
      {read.kind === "failed" && <ErrorState {...read.failure} />}
      {read.kind === "ready" && <Rows callId={callId} shown={shown} go={go} read={read} />}
    </div>
  );
}

type RowsProps = CallsPartProps & { readonly read: Extract<RowsRead<CallSummary>, { kind: "ready" }> };

function Rows({ callId, shown, go, read }: RowsProps) {
  const { rows, problem, loadMore } = read;
  const place = useRef<HTMLDivElement>(null);
  const [lastReadId, setLastReadId] = useState(callId);
  if (callId !== null && callId !== lastReadId) setLastReadId(callId);
  const open = (id: string, how: "push" | "replace"): void => {
    const found = rows.find((call) => call.id === id);
    if (found !== undefined) go({ callId: found.id }, how);
  };
  useCallKeys(rows, callId, go);
  useEffect(() => {
    // The way back to the table takes the page away that had the focus.
    if (callId !== null || lastReadId === null || !isFocusLost()) return;
    place.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  }, [callId, lastReadId]);
  if (callId === null && rows.length === 0) return <NoCalls shown={shown} onClear={() => go(NO_FILTERS, "replace")} />;
  if (callId === null) {
    return (
      <div ref={place} className="flex min-h-0 flex-1 flex-col">
        <CallTable
          calls={rows}
          firstId={lastReadId}
          problem={problem}
          onNearEnd={loadMore}
          onOpen={(id) => open(id, "push")}
        />
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1">
      <SplitView
        listLabel={t("list.region")}
        detailLabel={t("call.region")}
        isDetailOpen
        onBack={() => go({ callId: null })}
        backLabel={t("call.back")}
        list={
          <CallList
            calls={rows}
            selectedId={callId}
            problem={problem}
            onNearEnd={loadMore}
            onSelect={(id) => open(id, "replace")}
          />
        }
        detail={<CallPage key={callId} callId={callId} />}
      />
    </div>
  );
}

function useCallKeys(rows: readonly CallSummary[], callId: CallId | null, go: Go): void {
  const index = rows.findIndex(({ id }) => id === callId);
  const step = (by: 1 | -1): void => {
    const target = rows[index === -1 ? 0 : index + by];
    if (target !== undefined) go({ callId: target.id }, "replace");
  };
  const isOff = callId === null;
  useHotkeys(t("page.keys"), [
    { keys: "j", label: t("call.next"), run: () => step(1), disabled: isOff },
    { keys: "k", label: t("call.previous"), run: () => step(-1), disabled: isOff },
    { keys: "escape", label: t("call.back"), run: () => go({ callId: null }), disabled: isOff },
  ]);
}

function NoCalls({ shown, onClear }: { readonly shown: Shown; readonly onClear: () => void }) {
  if (isNarrowed(shown)) {
    return (
      <EmptyState icon={SearchX} title={t("none.title")} action={<Button onClick={onClear}>{t("none.clear")}</Button>}>
        {t("none.text")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Activity}
      title={t("empty.title")}
      action={
        <a href="#/agents/connect" className={buttonClass("secondary", "medium")}>
          {t("empty.way")}
        </a>
      }
    >
      {t("empty.text")}
    </EmptyState>
  );
}
