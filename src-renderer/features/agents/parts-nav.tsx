import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";
import type { AgentsPlace } from "./place.ts";

const PARTS = [
  { part: "sessions", href: "#/agents" },
  { part: "keys", href: "#/agents/keys" },
  { part: "connect", href: "#/agents/connect" },
] as const;

/** The three parts of the page; each has an address of its own. */
export function PartsNav({ place }: { readonly place: AgentsPlace }) {
  const current = place.kind === "new-key" ? "keys" : place.kind;
  return (
    <nav aria-label={t("parts")} className="shrink-0 border-b border-line px-5">
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
