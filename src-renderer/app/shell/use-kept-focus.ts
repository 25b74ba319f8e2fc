import { useEffect } from "react";

/** After dialogs have faded and given the focus back. */
const SETTLED_MS = 250;

/** Moves the focus to the page when what had it is gone with the page before. */
export function useKeptFocus(path: string): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById("main")?.focus();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [path]);
}
