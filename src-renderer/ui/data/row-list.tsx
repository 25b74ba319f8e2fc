import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { moveIndex } from "./move-index.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { useRevealed } from "./use-revealed.ts";
import { VIRTUAL_ABOVE } from "./virtual-above.ts";

export type RowListProps<T> = {
  /** Accessible name. */
  readonly label: string;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  /** Enter or double click. */
  readonly onOpen?: ((id: string) => void) | undefined;
  /** The content, usually a ListRow. Nothing inside may be interactive. */
  readonly renderRow: (item: T) => ReactNode;
  /** All rows have this height in pixels; 56 fits a ListRow of two lines. */
  readonly rowHeight?: number | undefined;
};

/** A list to choose from. Arrows, Home, End, j and k move the choice; the list keeps its place when rows arrive. */
export function RowList<T>(props: RowListProps<T>) {
  const { items, idOf, selectedId, onSelect, onOpen, rowHeight = 56 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const ids = items.map(idOf);
  const selected = selectedId === null ? -1 : ids.indexOf(selectedId);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: items.length > VIRTUAL_ABOVE ? 8 : items.length,
    getItemKey: (index) => ids[index] ?? index,
  });
  useKeptPlace(scroller, useStableIds(ids), rowHeight);
  useRevealed(selectedId, selected, (index) => virtual.scrollToIndex(index, { align: "auto" }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && selectedId !== null && onOpen !== undefined) return onOpen(selectedId);
    const next = moveIndex(event.key, selected, items.length);
    const id = next === null ? undefined : ids[next];
    if (id === undefined) return;
    event.preventDefault();
    onSelect(id);
  };
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={selected >= 0 ? `${baseId}-${selectedId}` : undefined}
      onKeyDown={onKeyDown}
      className="group/list min-h-0 flex-1 overflow-y-auto outline-none"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const id = idOf(item);
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- boundary: the listbox around it has the keys
            <div
              key={row.key}
              id={`${baseId}-${id}`}
              role="option"
              aria-selected={id === selectedId}
              aria-posinset={row.index + 1}
              aria-setsize={items.length}
              tabIndex={-1}
              onClick={() => onSelect(id)}
              onDoubleClick={() => onOpen?.(id)}
              className={rowClass(id === selectedId)}
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            >
              {props.renderRow(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowClass(isSelected: boolean): string {
  return cx(
    "absolute inset-x-0 top-0 flex cursor-default items-center border-b border-line px-4 select-none",
    isSelected
      ? "bg-selected before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-focus"
      : "hover:bg-hover",
  );
}

/** The same array as long as its content is the same. */
function useStableIds(ids: readonly string[]): readonly string[] {
  const kept = useRef(ids);
  if (kept.current.length !== ids.length || kept.current.some((id, index) => id !== ids[index])) kept.current = ids;
  return kept.current;
}
