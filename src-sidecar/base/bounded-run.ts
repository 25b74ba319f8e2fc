import { createContext, Script } from "node:vm";

/** Runs work of ours over data of others, and gives it up when it takes too long. */
export type BoundedRun = <T>(work: () => T, timeoutMs: number) => T;

/**
 * Makes a way to give up on a regular expression or a comparison that backtracks for ever. The context holds nothing but the work: it is
 * there because only a script can be given a time limit.
 *
 * @throws from the returned function, when the time is over: an error with the code `ERR_SCRIPT_EXECUTION_TIMEOUT`.
 */
export function createBoundedRun(): BoundedRun {
  const held: { work: (() => void) | null } = { work: null };
  const context = createContext(held);
  const script = new Script("work()");
  return <T>(work: () => T, timeoutMs: number): T => {
    const results: T[] = [];
    held.work = () => void results.push(work());
    try {
      script.runInContext(context, { timeout: timeoutMs });
    } finally {
      held.work = null;
    }
    const [result] = results;
    if (results.length === 0) throw new Error("internal: bounded work ended without a result");
    return result as T; // There is one: the length was checked, and `undefined` may be a T.
  };
}

/** Whether an error says that the time was over. It is made in the context of the script, so it is no `Error` of ours. */
export function isOverTime(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
