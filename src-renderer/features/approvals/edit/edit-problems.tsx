import { CircleAlert } from "lucide-react";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";

export type EditProblemsProps = {
  readonly problems: readonly { readonly path: string; readonly message: string }[];
};

/** What the sidecar has against the edited arguments, each at its place. */
export function EditProblems({ problems }: EditProblemsProps) {
  return (
    <section
      role="status"
      aria-label={t("edit.problems")}
      className="flex flex-col gap-1.5 rounded-md border border-amber-line bg-amber-tint px-3 py-2 text-sm"
    >
      <h4 className="flex items-center gap-2 font-medium text-amber">
        <CircleAlert size={14} aria-hidden />
        {t("edit.problems")}
      </h4>
      <ul className="flex flex-col gap-0.5">
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="flex flex-wrap gap-x-2">
            <GivenName text={path === "" ? t("edit.root") : path} isMono />
            <span className="min-w-0 wrap-anywhere">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
