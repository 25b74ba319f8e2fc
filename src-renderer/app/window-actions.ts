import { createContext, use } from "react";

/** What takes the whole window for a while, because it needs a person's attention from start to end. */
export type WindowTask = "new-organization" | "restore" | "invitation";

/** What every part of the window can ask of the window itself. */
export interface WindowActions {
  readonly begin: (task: WindowTask) => void;
  /** Shows another organization of the studio. */
  readonly switchTo: (orgId: string) => void;
}

export const WindowActionsContext = createContext<WindowActions | null>(null);

export function useWindowActions(): WindowActions {
  const actions = use(WindowActionsContext);
  if (actions === null) throw new Error("internal: no window around this component");
  return actions;
}
