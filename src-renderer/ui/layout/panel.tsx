import type { ReactNode } from "react";
import { cx } from "../cx.ts";

export type PanelProps = {
  readonly title?: string | undefined;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without padding, for tables and lists. */
  readonly isFlush?: boolean | undefined;
};

/** A bordered part of a page with a heading. */
export function Panel({ title, description, actions, children, isFlush = false }: PanelProps) {
  return (
    <section className="overflow-hidden rounded-lg border border-line bg-surface" aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <header className="flex min-h-11 items-center gap-3 border-b border-line px-4 py-2">
          <div className="min-w-0 flex-1">
            {title !== undefined && <h2 className="text-sm font-semibold">{title}</h2>}
            {description !== undefined && <p className="text-xs text-ink-soft">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className={cx(!isFlush && "p-4")}>{children}</div>
    </section>
  );
}
