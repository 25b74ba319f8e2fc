import { useEffect, useState } from "react";

/**
 * Whether `key` has stood still for `ms`: false right after it changed.
 *
 * An action that comes with the thing it acts on waits for this, so that a key meant for the last thing does not hit the next.
 */
export function useSettled(key: string, ms: number): boolean {
  const [settledKey, setSettledKey] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettledKey(key), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return settledKey === key;
}
