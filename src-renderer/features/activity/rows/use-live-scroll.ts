import { useMemo, useRef, useState, type UIEvent } from "react";

const NEAR_END_PX = 600;

/**
 * Watches the scrolling element inside: asks for more near its end, and counts what arrived above while somebody reads further
 * down.
 */
export function useLiveScroll(ids: readonly string[], onNearEnd: () => void) {
  const scroller = useRef<HTMLElement | null>(null);
  const [seenNewest, setSeenNewest] = useState<string | null>(null);
  const [isAtTop, setAtTop] = useState(true);
  const newest = ids[0] ?? null;
  if (isAtTop && seenNewest !== newest) setSeenNewest(newest);
  const arrived = useMemo(() => {
    if (isAtTop || seenNewest === null) return 0;
    return ids.indexOf(seenNewest);
  }, [ids, isAtTop, seenNewest]);
  return {
    arrived: Math.max(0, arrived),
    onScrollCapture: (event: UIEvent): void => {
      const element = event.target;
      if (!(element instanceof HTMLElement)) return;
      scroller.current = element;
      setAtTop(element.scrollTop === 0);
      if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX) onNearEnd();
    },
    toTop: (): void => scroller.current?.scrollTo({ top: 0 }),
  };
}
