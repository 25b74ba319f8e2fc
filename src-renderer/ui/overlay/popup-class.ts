/** What every floating surface shares: raised, hairline, one soft shadow, a short fade. */
export const popupClass =
  "rounded-md border border-line-strong bg-raised text-ink shadow-pop outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 data-instant:transition-none";

/** One row of a menu, select or combobox. */
export const itemClass =
  "flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm text-ink outline-none select-none data-highlighted:bg-hover data-disabled:text-ink-faint";
