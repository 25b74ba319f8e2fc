import type { ReactNode } from "react";
import type { Problem } from "./problem.ts";

/** A problem as the two parts of a banner: what happened; then what to do, with the code in small type for support. */
export function problemNotice(problem: Problem): { readonly title: string; readonly children: ReactNode } {
  return {
    title: problem.message,
    children: (
      <>
        {problem.hint !== undefined && <span className="block">{problem.hint}</span>}
        <code className="font-mono text-2xs text-ink-soft">{problem.code}</code>
      </>
    ),
  };
}
