import { createContext, use, useLayoutEffect, useMemo, type ReactNode } from "react";

export type ThemeChoice = "system" | "light" | "dark";

type Theme = { readonly choice: ThemeChoice; readonly choose: (choice: ThemeChoice) => void };

const ThemeContext = createContext<Theme>({ choice: "system", choose: () => {} });

export type ThemeProviderProps = {
  /** Where it is kept is the caller's business. */
  readonly choice: ThemeChoice;
  readonly onChoose: (choice: ThemeChoice) => void;
  readonly children: ReactNode;
};

/** Applies the choice to the window. `system` leaves it to the operating system. */
export function ThemeProvider({ choice, onChoose, children }: ThemeProviderProps) {
  useLayoutEffect(() => {
    if (choice === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = choice;
  }, [choice]);
  const theme = useMemo(() => ({ choice, choose: onChoose }), [choice, onChoose]);
  return <ThemeContext value={theme}>{children}</ThemeContext>;
}

/** The choice and how to change it. */
export function useTheme(): Theme {
  return use(ThemeContext);
}
