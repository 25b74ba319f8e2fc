import { parentPort, Worker, workerData, type MessagePort, type WorkerOptions } from "node:worker_threads";
import { readKnownValues } from "../known/known-values.ts";
import { createPlaceholders } from "../placeholder.ts";
import { createRedactor, type Redactor } from "../redactor.ts";
import { WORKER_SERIES } from "./series.ts";
import { doWork, type News, type ThreadMessage, type ThreadRules, type ThreadStart, type ThreadTask } from "./work.ts";

/**
 * Starts this file as a thread.
 *
 * The bundler answers `?nodeWorker` with a function of this shape that starts the bundled file; where nothing is bundled, the import
 * reaches this one.
 */
export default function startCheckingWorker(options: WorkerOptions): Worker {
  return new Worker(new URL(import.meta.url), options);
}

const start: unknown = workerData;
if (parentPort !== null && isThreadStart(start)) serve(parentPort, start);

function serve(port: MessagePort, { knownKey, sessionKey }: ThreadStart): void {
  const knownValues = readKnownValues(knownKey);
  const placeholders = createPlaceholders(sessionKey, WORKER_SERIES);
  const redactorFor = (rules: ThreadRules): Redactor =>
    createRedactor({ knownValues, sessionKey, placeholders, ...rules });
  let redactor = redactorFor({ personal: [], patterns: [] });
  let mark = 0;
  const say = (message: ThreadMessage): void => port.postMessage(message);

  const learn = ({ known, rules, numbers }: News): void => {
    if (known !== null) knownValues.take(known);
    if (rules !== null) redactor = redactorFor(rules);
    placeholders.adopt(numbers);
  };
  port.on("message", ({ id, work, news }: ThreadTask) => {
    try {
      learn(news);
      const done = doWork(redactor, work);
      const { numbers, mark: next } = placeholders.since(mark);
      mark = next;
      // What was not changed is not sent back.
      say({ kind: "done", id, numbers, done: done.kind === "clean" && done.isSame ? { ...done, value: null } : done });
    } catch {
      say({ kind: "failed", id }); // Whatever it was: what could not be checked is withheld.
    }
  });
  redactor.clean({ warm: "The tables behind the rules are made before the clock of the first message runs." });
  say({ kind: "ready" });
}

function isThreadStart(data: unknown): data is ThreadStart {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "redaction";
}
