import { createContext, use, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { cx } from "../cx.ts";

/** Where the top bar of the shell takes the title and actions of the page; null outside a shell. */
export const TopBarSlot = createContext<HTMLElement | null>(null);

export type PageProps = {
  readonly title: string;
  /** Beside the title: a count, a filter state. */
  readonly aside?: ReactNode;
  /** The actions of the page, in the top bar; `size="small"`. */
  readonly actions?: ReactNode;
  /** One sentence under the bar, where the page is not self-evident. */
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** `fill` gives the children the whole height (SplitView, DataTable); `read` is a padded column that scrolls. */
  readonly layout?: "fill" | "read" | undefined;
};

/** One page: its title in the top bar, its content below. */
export function Page({ title, aside, actions, description, children, layout = "fill" }: PageProps) {
  const slot = use(TopBarSlot);
  const header = (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <h1 className="truncate text-base font-semibold">{title}</h1>
      {aside !== undefined && <div className="shrink-0 max-[30rem]:hidden">{aside}</div>}
      {actions !== undefined && (
        <div className="ml-auto flex shrink-0 items-center gap-2 pr-3 max-[40rem]:pr-0">{actions}</div>
      )}
    </div>
  );
  return (
    <section className="flex h-full min-h-0 flex-col" aria-label={title}>
      {slot === null ? (
        <div className="flex h-12 shrink-0 items-center border-b border-line px-5">{header}</div>
      ) : (
        createPortal(header, slot)
      )}
      {description !== undefined && (
        <p className="shrink-0 border-b border-line px-5 py-2.5 text-sm text-ink-soft">{description}</p>
      )}
      <div className={cx("min-h-0 flex-1", layout === "read" && "overflow-y-auto px-5 py-5")}>{children}</div>
    </section>
  );
}
