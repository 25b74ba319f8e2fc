import { useEffect, useMemo, useRef, useState } from "react";
import type { DeskTool, ToolId } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { DeskList } from "./desk-list.tsx";
import { DeskTable } from "./desk-table.tsx";
import { ToolView } from "./detail/tool-view.tsx";
import { t } from "./messages.ts";
import type { Go } from "./use-place.ts";

export type DeskViewProps = {
  readonly tools: readonly DeskTool[];
  readonly toolId: ToolId | null;
  readonly chosenIds: ReadonlySet<string>;
  /** Absent for those who may not review. */
  readonly onToggle: ((tool: DeskTool) => void) | undefined;
  readonly onChooseAll: () => void;
  readonly go: Go;
};

/** All tools in a table; with one opened, the list beside it. */
export function DeskView({ tools, toolId, chosenIds, onToggle, onChooseAll, go }: DeskViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(toolId);
  if (toolId !== null && toolId !== currentId) setCurrentId(toolId);
  // The keys of the page move as the arrows do: Enter then opens the row.
  const move = (id: string): void => {
    setCurrentId(id);
    place.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  };
  const open = (id: string, how: "push" | "replace"): void => {
    const found = tools.find((tool) => tool.id === id);
    if (found !== undefined) go({ toolId: found.id }, how);
  };
  useDeskKeys({ tools, currentId, toolId, onToggle, move, open, go });
  useEffect(() => {
    // The way back to the table takes the page away that had the focus.
    if (toolId !== null || currentId === null || document.activeElement !== document.body) return;
    place.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  }, [toolId, currentId]);
  const choosing = useMemo(
    () => (onToggle === undefined ? null : { chosen: chosenIds, toggle: onToggle }),
    [onToggle, chosenIds],
  );
  if (toolId === null) {
    return (
      <div ref={place} className="flex min-h-0 flex-1 flex-col">
        <DeskTable
          tools={tools}
          currentId={currentId}
          choosing={choosing}
          onMove={setCurrentId}
          onOpen={(id) => open(id, "push")}
        />
        {onToggle !== undefined && chosenIds.size === 0 && (
          <div className="flex min-h-10 shrink-0 items-center justify-end border-t border-line px-5 text-sm text-ink-soft">
            {new Set(tools.map(({ connectorId }) => connectorId)).size > 1 ? (
              t("bulk.hint")
            ) : (
              <Button size="small" variant="ghost" onClick={onChooseAll}>
                {t("bulk.all", { count: tools.length })}
              </Button>
            )}
          </div>
        )}
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1">
      <SplitView
        listLabel={t("list.region")}
        detailLabel={t("detail.region")}
        isDetailOpen
        onBack={() => go({ toolId: null })}
        backLabel={t("detail.back")}
        list={<DeskList tools={tools} selectedId={toolId} chosen={chosenIds} onSelect={(id) => open(id, "replace")} />}
        detail={
          <ToolView
            key={toolId}
            toolId={toolId}
            row={tools.find(({ id }) => id === toolId)}
            mayReview={onToggle !== undefined}
          />
        }
      />
    </div>
  );
}

type DeskKeys = Pick<DeskViewProps, "tools" | "toolId" | "onToggle" | "go"> & {
  readonly currentId: string | null;
  readonly move: (id: string) => void;
  readonly open: (id: string, how: "push" | "replace") => void;
};

function useDeskKeys({ tools, currentId, toolId, onToggle, move, open, go }: DeskKeys): void {
  const index = tools.findIndex(({ id }) => id === currentId);
  const current = tools[index];
  const step = (by: 1 | -1): void => {
    const target = tools[index === -1 ? 0 : index + by];
    if (target === undefined) return;
    if (toolId === null) move(target.id);
    else open(target.id, "replace");
  };
  useHotkeys(t("page.keys"), [
    { keys: "j", label: t("key.next"), run: () => step(1) },
    { keys: "k", label: t("key.previous"), run: () => step(-1) },
    {
      keys: "x",
      label: t("key.choose"),
      run: () => current !== undefined && onToggle?.(current),
      disabled: onToggle === undefined || current === undefined,
    },
    { keys: "escape", label: t("key.back"), run: () => go({ toolId: null }), disabled: toolId === null },
  ]);
}
