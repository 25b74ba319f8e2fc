import { useEffect, useEffectEvent } from "react";

/** Scrolls the chosen row into view when the choice moves; not when rows arrive around it. */
export function useRevealed(selectedId: string | null, index: number, reveal: (index: number) => void): void {
  const onMove = useEffectEvent(() => {
    if (index >= 0) reveal(index);
  });
  useEffect(() => onMove(), [selectedId]);
}
