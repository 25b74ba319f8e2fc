import { useEffect, useRef, useState } from "react";
import { codeOf, problemOf, type Problem, type TestResult } from "../../client/index.ts";

export type TestState =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly startedAt: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "result"; readonly result: TestResult }
  | { readonly kind: "problem"; readonly problem: Problem };

export interface Test {
  readonly state: TestState;
  readonly start: () => void;
  readonly cancel: () => void;
  readonly clear: () => void;
}

/** Runs a connection test that can be cancelled; a newer run replaces an older one. */
export function useTest(perform: (signal: AbortSignal) => Promise<TestResult>): Test {
  const [state, setState] = useState<TestState>({ kind: "none" });
  const running = useRef<AbortController | null>(null);
  const stop = (): void => {
    running.current?.abort();
    running.current = null;
  };
  useEffect(() => stop, []);

  const start = async (): Promise<void> => {
    stop();
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", startedAt: Date.now() });
    const next = await outcomeOf(perform, controller.signal);
    if (running.current !== controller) return;
    running.current = null;
    setState(next);
  };
  return {
    state,
    start: () => void start(),
    cancel: () => {
      stop();
      setState({ kind: "cancelled" });
    },
    clear: () => {
      stop();
      setState({ kind: "none" });
    },
  };
}

async function outcomeOf(
  perform: (signal: AbortSignal) => Promise<TestResult>,
  signal: AbortSignal,
): Promise<TestState> {
  try {
    return { kind: "result", result: await perform(signal) };
  } catch (error) {
    return signal.aborted && codeOf(error) === "internal"
      ? { kind: "cancelled" }
      : { kind: "problem", problem: problemOf(error) };
  }
}
