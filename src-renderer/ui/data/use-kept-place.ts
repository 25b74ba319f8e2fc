import { useLayoutEffect, useRef, type RefObject } from "react";

/**
 * Keeps what is on screen where it is when rows arrive or leave above it. Rows have one height.
 *
 * At the very top nothing is kept: there the newest row is what people want to see.
 */
export function useKeptPlace(scroller: RefObject<HTMLElement | null>, ids: readonly string[], rowHeight: number): void {
  const before = useRef<readonly string[]>(ids);
  useLayoutEffect(() => {
    const element = scroller.current;
    const old = before.current;
    before.current = ids;
    if (element === null || old === ids || element.scrollTop === 0) return;
    const oldIndex = Math.floor(element.scrollTop / rowHeight);
    const moved = shiftOf(old, ids, oldIndex);
    if (moved !== 0) element.scrollTop += moved * rowHeight;
  }, [scroller, ids, rowHeight]);
}

/** By how many rows the first visible row moved; when it is gone, the next one that is still there counts. */
export function shiftOf(before: readonly string[], after: readonly string[], firstVisible: number): number {
  const places = new Map(after.map((id, index) => [id, index]));
  for (let index = firstVisible; index < before.length; index += 1) {
    const place = places.get(before[index] ?? "");
    if (place !== undefined) return place - index;
  }
  return 0;
}
