/** What every text-like control shares: 32 px, a line that reaches 3:1, the accent when focused, red when refused. */
export const controlClass =
  "h-8 w-full min-w-0 rounded-md border border-field-line bg-surface px-2.5 text-sm text-ink transition-colors hover:border-ink-faint focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-sunken disabled:text-ink-faint data-disabled:border-line-strong data-disabled:bg-sunken data-disabled:text-ink-faint data-invalid:border-red aria-invalid:border-red";
