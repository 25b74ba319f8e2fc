import { parentPort, Worker, workerData, type WorkerOptions } from "node:worker_threads";
import type { OwnPattern, PatternCheck } from "../../../src-contract/redaction.ts";
import { checkPattern } from "./check-pattern.ts";

/** What the thread says: that it has begun, what it is about to try, and in the end what it found. */
export type PatternMessage =
  | { readonly kind: "started" }
  | { readonly kind: "trying"; readonly text: string }
  | { readonly kind: "checked"; readonly check: PatternCheck };

/** What to start the thread with. */
export interface PatternStart {
  readonly kind: "check-pattern";
  readonly pattern: OwnPattern;
}

/**
 * Starts this file as a thread.
 *
 * The bundler answers `?nodeWorker` with a function of this shape that starts the bundled file; where nothing is bundled, the import
 * reaches this one.
 */
export default function startPatternWorker(options: WorkerOptions): Worker {
  return new Worker(new URL(import.meta.url), options);
}

const start: unknown = workerData;
if (parentPort !== null && isPatternStart(start)) {
  const port = parentPort;
  const say = (message: PatternMessage): void => port.postMessage(message);
  say({ kind: "started" });
  say({ kind: "checked", check: checkPattern(start.pattern, (text) => say({ kind: "trying", text })) });
}

function isPatternStart(data: unknown): data is PatternStart {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "check-pattern";
}
