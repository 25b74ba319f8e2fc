import { useVirtualizer } from "@tanstack/react-virtual";
import type { RowData } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import type { Column, Sort } from "./column.ts";
import { moveIndex } from "./move-index.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { useRevealed } from "./use-revealed.ts";
import { useSortedRows, type SortControl } from "./use-sorted-rows.ts";
import { VIRTUAL_ABOVE } from "./virtual-above.ts";

export type DataTableProps<T> = SortControl & {
  readonly label: string;
  readonly rows: readonly T[];
  readonly idOf: (row: T) => string;
  readonly columns: readonly Column<T>[];
  readonly selectedId?: string | null | undefined;
  readonly onSelect?: ((id: string) => void) | undefined;
  /** Enter or double click on a row. */
  readonly onOpen?: ((id: string) => void) | undefined;
  /** All rows have this height in pixels. */
  readonly rowHeight?: number | undefined;
  /** Below this width the table scrolls sideways. */
  readonly minWidth?: number | undefined;
  /** Shown in place of rows, usually an EmptyState. */
  readonly empty?: ReactNode;
};

/** Many things of one kind, in columns. Arrows, Home, End, j and k move the row; of many rows only what is on screen is drawn. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { idOf, columns, selectedId = null, onSelect, onOpen, rowHeight = 36, minWidth = 0 } = props;
  const { rows, sort, toggle } = useSortedRows(props.rows, columns, props);
  const scroller = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const ids = useMemo(() => rows.map(idOf), [rows, idOf]);
  const selected = selectedId === null ? -1 : ids.indexOf(selectedId);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rows.length > VIRTUAL_ABOVE ? 10 : rows.length,
    getItemKey: (index) => ids[index] ?? index,
    scrollPaddingStart: HEADER_PX,
  });
  useKeptPlace(scroller, ids, rowHeight);
  useRevealed(selectedId, selected, (index) => virtual.scrollToIndex(index, { align: "auto" }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && selectedId !== null) return onOpen?.(selectedId);
    const next = moveIndex(event.key, selected, rows.length);
    const id = next === null ? undefined : ids[next];
    if (id === undefined || onSelect === undefined) return;
    event.preventDefault();
    onSelect(id);
  };
  const tracks = columns.map((column) => column.width).join(" ");
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={selected >= 0 ? `${baseId}-${selectedId}` : undefined}
      onKeyDown={onKeyDown}
      className="group/list h-full min-h-0 overflow-auto text-sm outline-none"
    >
      <div role="rowgroup" className="sticky top-0 z-10" style={{ minWidth }}>
        <Header columns={columns} tracks={tracks} sort={sort} onToggle={toggle} />
      </div>
      {rows.length === 0 ? (
        props.empty
      ) : (
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), minWidth }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            const id = ids[item.index];
            if (row === undefined || id === undefined) return null;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- boundary: the grid around it has the keys
              <div
                key={item.key}
                id={`${baseId}-${id}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={onSelect === undefined ? undefined : id === selectedId}
                onClick={() => onSelect?.(id)}
                onDoubleClick={() => onOpen?.(id)}
                className={rowClass(id === selectedId, onSelect !== undefined)}
                style={{ height: rowHeight, gridTemplateColumns: tracks, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={cx("min-w-0 truncate", column.align === "end" && "text-right")}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

const HEADER_PX = 33;

function rowClass(isSelected: boolean, isSelectable: boolean): string {
  return cx(
    "absolute inset-x-0 top-0 grid items-center gap-4 border-b border-line px-5",
    isSelectable && "cursor-default",
    isSelected
      ? "bg-selected before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-focus"
      : isSelectable && "hover:bg-hover",
  );
}

type HeaderProps<T> = {
  readonly columns: readonly Column<T>[];
  readonly tracks: string;
  readonly sort: Sort | null;
  readonly onToggle: (columnId: string) => void;
};

function Header<T>({ columns, tracks, sort, onToggle }: HeaderProps<T>) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid h-[33px] items-center gap-4 border-b border-line bg-surface px-5 text-xs text-ink-faint"
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map((column) => {
        const direction = sort?.columnId === column.id ? (sort.isDescending ? "descending" : "ascending") : undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={direction}
            className={cx("flex min-w-0", column.align === "end" && "justify-end")}
          >
            {column.sortValue === undefined ? (
              <span className={cx(column.isHeaderHidden === true && "sr-only")}>{column.header}</span>
            ) : (
              <SortButton
                header={column.header}
                align={column.align}
                direction={direction}
                onPress={() => onToggle(column.id)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

type SortButtonProps = {
  readonly header: string;
  readonly align: "start" | "end" | undefined;
  readonly direction: "ascending" | "descending" | undefined;
  readonly onPress: () => void;
};

function SortButton({ header, align, direction, onPress }: SortButtonProps) {
  const Icon = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onPress}
      className={cx(
        "group -mx-1 inline-flex items-center gap-1 rounded-xs px-1 hover:text-ink",
        align === "end" && "flex-row-reverse",
      )}
    >
      {header}
      <Icon size={12} aria-hidden className={cx(direction === undefined && "opacity-0 group-hover:opacity-60")} />
      {direction !== undefined && (
        <span className="sr-only">{direction === "ascending" ? t("table.sortedUp") : t("table.sortedDown")}</span>
      )}
    </button>
  );
}
