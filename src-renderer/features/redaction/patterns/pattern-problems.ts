import { t } from "../messages.ts";

const MIN_CHARS = 3; // as the contract has it
const NAME = /^[a-z][a-z0-9-]{1,38}$/;

/** Why a name cannot be used; null: it can. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (!NAME.test(name)) return t("own.problem.name");
  return taken.includes(name) ? t("own.problem.twice") : null;
}

/** Why a pattern need not be asked about; null: the studio says whether it can be used. */
export function patternProblem(pattern: string): string | null {
  return pattern.length < MIN_CHARS ? t("own.problem.short") : null;
}
