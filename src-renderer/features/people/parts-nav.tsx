import { useMember } from "../../client/index.ts";
import { PartsNav } from "../../ui/layout/parts-nav.tsx";
import { t } from "./messages.ts";
import type { PeoplePlace } from "./place.ts";
import { useAnsweredCount } from "./use-people.ts";

const PARTS = [
  { id: "members", href: "#/people" },
  { id: "teams", href: "#/people/teams" },
  { id: "invitations", href: "#/people/invitations" },
] as const;

const PART_OF: Readonly<Record<PeoplePlace["kind"], (typeof PARTS)[number]["id"]>> = {
  members: "members",
  teams: "teams",
  "new-team": "teams",
  invitations: "invitations",
  "new-invitation": "invitations",
};

/** The parts of the page, each with an address of its own. Invitations concern admins alone. */
export function PeopleNav({ place }: { readonly place: PeoplePlace }) {
  const { may } = useMember();
  const answered = useAnsweredCount();
  const shown = PARTS.filter(({ id }) => id !== "invitations" || may("admin"));
  return (
    <PartsNav
      label={t("parts")}
      parts={shown.map((part) => ({
        ...part,
        label: t(`part.${part.id}`),
        waiting: part.id === "invitations" && answered > 0 ? t("part.answered", { count: answered }) : undefined,
      }))}
      current={PART_OF[place.kind]}
    />
  );
}
