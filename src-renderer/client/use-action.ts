import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf, type Problem } from "./problem.ts";
import { useStudio } from "./use-studio.ts";

export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Something that a person does: whether it is under way and why it failed. */
export interface Action<Input extends readonly unknown[], Output> {
  /** Does it. Never rejects; a second press while it is under way does nothing and resolves with the first outcome. */
  readonly run: (...input: Input) => Promise<Outcome<Output>>;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly reset: () => void;
}

/**
 * Joins a button to a call. Unlike a mutation it keeps neither what went in nor what came out, so a secret passes through
 * without a trace in any cache.
 */
export function useAction<Input extends readonly unknown[], Output>(
  perform: (...input: Input) => Promise<Output>,
): Action<Input, Output> {
  const { refreshState } = useStudio();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef<Promise<Outcome<Output>> | null>(null);
  const latest = useRef(perform);
  latest.current = perform;
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  const run = useCallback(
    (...input: Input): Promise<Outcome<Output>> => {
      if (running.current !== null) return running.current;
      setBusy(true);
      setProblem(null);
      const outcome = settle(latest.current(...input)).then((settled) => {
        running.current = null;
        if (settled.kind === "failed" && isSessionCode(settled.problem.code)) refreshState();
        if (isMounted.current) {
          setBusy(false);
          setProblem(settled.kind === "failed" ? settled.problem : null);
        }
        return settled;
      });
      running.current = outcome;
      return outcome;
    },
    [refreshState],
  );
  const reset = useCallback(() => setProblem(null), []);
  return { run, isBusy, problem, reset };
}

async function settle<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: "done", value: await work };
  } catch (error) {
    return { kind: "failed", problem: problemOf(error) };
  }
}

/** Who is signed in, or what the vault is, may not be what the window shows. */
const SESSION_CODES: ReadonlySet<string> = new Set(["not_signed_in", "vault_locked", "other_member", "rolled_back"]);

function isSessionCode(code: string): boolean {
  return SESSION_CODES.has(code);
}
