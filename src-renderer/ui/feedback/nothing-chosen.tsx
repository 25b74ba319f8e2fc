import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useSettled } from "../actions/use-settled.ts";
import { t } from "../messages/ui.ts";
import { EmptyState } from "./empty-state.tsx";

export type NothingChosenProps = {
  readonly icon: LucideIcon;
  /** "Choose a policy". */
  readonly title: string;
  /** What its page has. */
  readonly children: ReactNode;
  /** What the address asks for and the list has not; null when it asks for nothing. */
  readonly missingId: string | null;
};

/** What was made a moment ago is in the list a moment later. */
const SURE_MS = 1_000;

/** The place of the chosen thing while there is none: nothing was chosen yet, or what an address leads to is gone. */
export function NothingChosen({ icon, title, children, missingId }: NothingChosenProps) {
  const isSure = useSettled(missingId ?? "", SURE_MS);
  if (missingId === null)
    return (
      <EmptyState icon={icon} title={title}>
        {children}
      </EmptyState>
    );
  return isSure ? (
    <EmptyState icon={icon} title={t("gone.title")}>
      {t("gone.text")}
    </EmptyState>
  ) : null;
}
