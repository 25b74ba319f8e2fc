import { authFields, fieldProblem, type AuthType, type Problem } from "../../../client/index.ts";
import type { TypedProblems } from "./typed-problems.ts";

/** The sidecar's sentences about the fields of a value, by field. */
export function sidecarProblems(problem: Problem | null, authType: AuthType): TypedProblems {
  const found: Record<string, string> = {};
  for (const { name } of authFields[authType]) {
    const message = fieldProblem(problem, `/values/${name}`);
    if (message !== undefined) found[name] = message;
  }
  return found;
}
