import { useCallback, useEffect, useRef, useState } from "react";

const STEP_MS = 33;

export type Hold = { readonly progress: number; readonly start: () => void; readonly stop: () => void };

/** Measures a press: `progress` goes from 0 to 1 while held, and `onDone` is called once when it gets there. */
export function useHold(holdMs: number, onDone: () => void): Hold {
  const [progress, setProgress] = useState(0);
  const timer = useRef<ReturnType<typeof setInterval> | null>(null);
  const done = useRef(onDone);
  done.current = onDone;

  const stop = useCallback(() => {
    if (timer.current !== null) clearInterval(timer.current);
    timer.current = null;
    setProgress(0);
  }, []);

  const start = useCallback(() => {
    if (timer.current !== null) return;
    const startedAt = performance.now();
    timer.current = setInterval(() => {
      const part = Math.min(1, (performance.now() - startedAt) / holdMs);
      setProgress(part);
      if (part < 1) return;
      stop();
      done.current();
    }, STEP_MS);
  }, [holdMs, stop]);

  useEffect(() => stop, [stop]);
  return { progress, start, stop };
}
