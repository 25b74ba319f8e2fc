import { useMember } from "../../client/index.ts";
import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";
import type { PeoplePlace } from "./place.ts";
import { useAnsweredCount } from "./use-people.ts";

const PARTS = [
  { part: "members", href: "#/people" },
  { part: "teams", href: "#/people/teams" },
  { part: "invitations", href: "#/people/invitations" },
] as const;

const PART_OF: Readonly<Record<PeoplePlace["kind"], (typeof PARTS)[number]["part"]>> = {
  members: "members",
  teams: "teams",
  "new-team": "teams",
  invitations: "invitations",
  "new-invitation": "invitations",
};

/** The parts of the page, each with an address of its own. Invitations concern admins alone. */
export function PartsNav({ place }: { readonly place: PeoplePlace }) {
  const { may } = useMember();
  const answered = useAnsweredCount();
  const current = PART_OF[place.kind];
  const shown = PARTS.filter(({ part }) => part !== "invitations" || may("admin"));
  return (
    <nav aria-label={t("parts")} className="shrink-0 border-b border-line px-5">
      <ul className="flex gap-4">
        {shown.map(({ part, href }) => (
          <li key={part}>
            <a
              href={href}
              aria-current={part === current ? "page" : undefined}
              className={cx(
                "-mb-px flex h-9 items-center gap-1.5 border-b-2 text-sm font-medium transition-colors",
                part === current ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {t(`part.${part}`)}
              {part === "invitations" && answered > 0 && (
                <span className="rounded-full bg-accent px-1.5 text-2xs leading-[18px] font-semibold text-on-accent">
                  {t("part.answered", { count: answered })}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
