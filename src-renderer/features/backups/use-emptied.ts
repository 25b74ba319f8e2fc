import { useEffect, useEffectEvent, type RefObject } from "react";

/** Empties fields of secrets when their form goes, and whenever it is told to. */
export function useEmptied(fields: readonly RefObject<HTMLInputElement | null>[]): () => void {
  const empty = (): void => {
    for (const { current } of fields) if (current !== null) current.value = "";
  };
  const atEnd = useEffectEvent(empty);
  useEffect(() => () => atEnd(), []);
  return empty;
}
