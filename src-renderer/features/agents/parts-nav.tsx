import { useMember } from "../../client/index.ts";
import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";
import type { AgentsPlace } from "./place.ts";

const PARTS = [
  { part: "sessions", href: "#/agents", role: "member" },
  { part: "standing", href: "#/agents/standing", role: "operator" },
  { part: "keys", href: "#/agents/keys", role: "member" },
  { part: "connect", href: "#/agents/connect", role: "member" },
] as const;

type Part = (typeof PARTS)[number]["part"];

/** The parts of the page that the member may use; each has an address of its own. */
export function PartsNav({ place }: { readonly place: AgentsPlace }) {
  const { may } = useMember();
  const current = partOf(place);
  return (
    <nav aria-label={t("parts")} className="shrink-0 border-b border-line px-5">
      <ul className="flex gap-4">
        {PARTS.filter(({ role }) => may(role)).map(({ part, href }) => (
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

function partOf({ kind }: AgentsPlace): Part {
  if (kind === "new-key") return "keys";
  return kind === "new-standing" ? "standing" : kind;
}
