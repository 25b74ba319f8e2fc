import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";

const PARTS = [
  { part: "general", href: "#/settings" },
  { part: "redaction", href: "#/settings/redaction" },
] as const;

/** The parts of the settings; each has an address of its own. */
export function PartsNav() {
  return (
    <nav aria-label={t("parts")} className="shrink-0 border-b border-line px-5">
      <ul className="flex gap-4">
        {PARTS.map(({ part, href }) => (
          <li key={part}>
            <a
              href={href}
              aria-current={part === "redaction" ? "page" : undefined}
              className={cx(
                "-mb-px flex h-9 items-center border-b-2 text-sm font-medium transition-colors",
                part === "redaction" ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
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
