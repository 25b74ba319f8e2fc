import { useState } from "react";
import type { ThemeChoice } from "../ui/shell/theme.tsx";

const KEY = "gatehouse.theme";

/** The choice of this browser or desktop window; nothing of it concerns anyone else, so it stays here. */
export function useThemeChoice(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState<ThemeChoice>(() => parseChoice(localStorage.getItem(KEY)));
  const choose = (next: ThemeChoice): void => {
    localStorage.setItem(KEY, next);
    setChoice(next);
  };
  return [choice, choose];
}

function parseChoice(stored: string | null): ThemeChoice {
  return stored === "light" || stored === "dark" ? stored : "system";
}
