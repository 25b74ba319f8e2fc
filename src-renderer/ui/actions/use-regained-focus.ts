import { useEffect, useEffectEvent, useRef } from "react";
import { isFocusLost } from "./lost-focus.ts";

/** After dialogs have faded and given the focus back. */
const SETTLED_MS = 250;

/** Gives the focus to something that is still there when what had it went with a change of `key`. */
export function useRegainedFocus(key: unknown, find: () => HTMLElement | null | undefined): void {
  const last = useRef(key);
  const regain = useEffectEvent(() => {
    if (isFocusLost()) find()?.focus();
  });
  useEffect(() => {
    if (last.current === key) return undefined;
    last.current = key;
    const timer = setTimeout(regain, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [key]);
}
