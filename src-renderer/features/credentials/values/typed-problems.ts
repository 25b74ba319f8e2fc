import { authFields, type AuthType } from "../../../client/index.ts";
import { t } from "../messages.ts";

/** What was typed, by field. A field that is absent keeps its value. */
export type Typed = Readonly<Record<string, string>>;

/** Sentences about fields, by name. */
export type TypedProblems = Readonly<Record<string, string>>;

const HOLE = "{{secret}}";

/** What a person can mend before anything is sealed. `kept`: the fields that have a value already. */
export function typedProblems(authType: AuthType, typed: Typed, kept: readonly string[]): TypedProblems {
  const found: Record<string, string> = {};
  for (const { name } of authFields[authType]) {
    const value = typed[name];
    if ((value ?? "").trim() === "" && (value !== undefined || !kept.includes(name)))
      found[name] = t("problem.required");
    else if (value !== undefined && value !== "") {
      const problem = shapeProblem(name, value);
      if (problem !== undefined) found[name] = problem;
    }
  }
  return found;
}

function shapeProblem(name: string, value: string): string | undefined {
  if (name === "template" && value.split(HOLE).length !== 2) return t("problem.template");
  return undefined;
}
