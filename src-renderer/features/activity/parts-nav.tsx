import { cx } from "../../ui/cx.ts";
import type { Shown } from "./address.ts";
import { t } from "./messages.ts";

const PARTS = [
  { part: "calls", href: "#/activity" },
  { part: "log", href: "#/activity?show=log" },
  { part: "proof", href: "#/activity?show=proof" },
] as const;

/** The parts of the page; each has an address of its own. */
export function PartsNav({ part: current }: { readonly part: Shown["part"] }) {
  return (
    <nav aria-label={t("page.parts")} className="shrink-0 border-b border-line px-5">
      <ul className="flex gap-4">
        {PARTS.map(({ part, href }) => (
          <li key={part}>
            <a
              href={href}
              aria-current={part === current ? "page" : undefined}
              className={cx(
                "-mb-px flex h-9 items-center border-b-2 text-sm font-medium transition-colors",
                part === current ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {t(`part.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
