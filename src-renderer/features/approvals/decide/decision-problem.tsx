import { problemNotice, type Problem } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { EditProblems } from "../edit/edit-problems.tsx";

/** Why a decision did not go through; where fields are named, each of them. */
export function DecisionProblem({ problem }: { readonly problem: Problem }) {
  return (
    <div className="flex flex-col gap-2">
      <Banner kind="ours" {...problemNotice(problem)} />
      {problem.fields.length > 0 && <EditProblems problems={problem.fields} />}
    </div>
  );
}
