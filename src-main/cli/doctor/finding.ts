/** How grave it is: `warn` limits the studio, `bad` stops it. */
export type Grade = "ok" | "warn" | "bad";

/** What the doctor found in one place. */
export interface Finding {
  /** Stable, for scripts. */
  readonly id: string;
  readonly title: string;
  readonly grade: Grade;
  /** What is there. */
  readonly found: string;
  /** What to do; absent when nothing needs doing. */
  readonly mend?: string;
}

/** A finding without its place. */
export type Verdict = Omit<Finding, "id" | "title">;

/** One place to look at. A check that throws is itself a finding. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly look: () => Promise<Verdict> | Verdict;
}

export async function findingOf({ id, title, look }: Check): Promise<Finding> {
  try {
    return { id, title, ...(await look()) };
  } catch (error) {
    return { id, title, grade: "bad", found: `could not be looked at: ${JSON.stringify(String(error))}` };
  }
}
