import type { OwnPattern, PatternCheck } from "../../../src-contract/redaction.ts";
import startPatternWorker from "./pattern-worker.ts?nodeWorker";
import type { PatternMessage, PatternStart } from "./pattern-worker.ts";

const START_MS = 30_000;
const TRIAL_MS = 5_000; // the analysis and forty texts

/** Checks a pattern in a thread of its own, which is ended when it takes too long: then the pattern is refused for what it hung on. */
export async function tryPattern(pattern: OwnPattern): Promise<PatternCheck> {
  const start: PatternStart = { kind: "check-pattern", pattern };
  const worker = startPatternWorker({ workerData: start, env: {} });
  let tried: string | null = null;
  const ended = Promise.withResolvers<PatternCheck>();
  const refuse = (reason: string): void => ended.resolve({ kind: "refused", reason, example: tried });
  const tooLong = (): void => refuse("It took too long to try it.");
  let timer = setTimeout(tooLong, START_MS);
  worker.on("message", (message: PatternMessage) => {
    switch (message.kind) {
      case "started":
        clearTimeout(timer);
        timer = setTimeout(tooLong, TRIAL_MS);
        return;
      case "trying":
        tried = message.text;
        return;
      case "checked":
        return ended.resolve(message.check);
    }
  });
  worker.on("error", () => refuse("It could not be tried."));
  worker.on("exit", () => refuse("It could not be tried."));
  try {
    return await ended.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
