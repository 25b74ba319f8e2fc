import { createContext, use } from "react";

/** Where popups are put, so that they belong to a landmark of the window; null: after everything else, as in a dialog. */
export const PopupPlace = createContext<HTMLElement | null>(null);

export function usePopupPlace(): HTMLElement | undefined {
  return use(PopupPlace) ?? undefined;
}
