import type { Worker } from "node:worker_threads";
import { RedactionError } from "../redaction-error.ts";
import startCheckingWorker from "./checking-worker.ts?nodeWorker";
import type { Done, News, ThreadMessage, ThreadStart, ThreadTask, Work } from "./work.ts";
import type { NumberedValue } from "../placeholder.ts";

const START_MS = 30_000; // of the thread; a busy machine takes seconds
const MOST_WAITING = 256; // messages
const MOST_WAITING_UNITS = 64 * 1024 * 1024; // UTF-16 code units of all that wait
const HEAP_MB = 768;

/** What the thread is told with its work. */
export interface NewsDesk {
  /** What changed since `before`; all of it for a new thread (null). `mark` is what to give as `before` the next time. */
  since(before: NewsMark | null): { readonly news: News; readonly mark: NewsMark };
  /** Numbers that the thread gave. */
  adopt(numbers: readonly NumberedValue[]): void;
}

export interface NewsMark {
  readonly known: number;
  readonly rules: number;
  readonly numbers: number;
}

interface Waiting {
  readonly work: Work;
  readonly units: number;
  readonly timeoutMs: number;
  readonly settle: PromiseWithResolvers<Done>;
}

/** What is being checked, and until when. */
interface Current extends Waiting {
  readonly id: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * A thread that checks one message after the other, each within its time. Over time it is ended, the message is withheld, and what waits
 * goes on in a new one. It starts with the first message.
 */
export class CheckingThread {
  readonly #start: ThreadStart;
  readonly #desk: NewsDesk;
  readonly #waiting: Waiting[] = [];
  #waitingUnits = 0;
  #worker: Worker | null = null;
  #isReady = false;
  #startTimer: NodeJS.Timeout | undefined;
  #mark: NewsMark | null = null;
  #current: Current | null = null;
  #lastId = 0;
  #isClosed = false;

  constructor(start: ThreadStart, desk: NewsDesk) {
    this.#start = start;
    this.#desk = desk;
  }

  /** Starts the thread, so that the first message does not wait for it. */
  warmUp(): void {
    if (this.#worker === null && !this.#isClosed) this.#open();
  }

  /**
   * Checks a message in its turn.
   *
   * @param units How large it is, about.
   * @throws {RedactionError} `not_checked_in_time`, `too_busy`, `not_checkable`.
   */
  async check(work: Work, units: number, timeoutMs: number): Promise<Done> {
    if (this.#isClosed) throw new RedactionError("not_checkable");
    const isFull = this.#waiting.length >= MOST_WAITING || this.#waitingUnits + units > MOST_WAITING_UNITS;
    if (isFull && this.#waiting.length > 0) throw new RedactionError("too_busy");
    const settle = Promise.withResolvers<Done>();
    this.#waiting.push({ work, units, timeoutMs, settle });
    this.#waitingUnits += units;
    this.warmUp();
    this.#next();
    return settle.promise;
  }

  /** Ends the thread. What waits is withheld. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#drop("not_checkable");
    for (const waiting of this.#waiting.splice(0)) waiting.settle.reject(new RedactionError("not_checkable"));
    this.#waitingUnits = 0;
    await worker?.terminate();
  }

  #open(): void {
    const worker = startCheckingWorker({
      workerData: this.#start,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    this.#worker = worker;
    const lost = (): void => this.#lost(worker, "not_checkable");
    worker.on("message", (message: ThreadMessage) => this.#heard(worker, message));
    worker.on("error", lost);
    worker.on("messageerror", lost);
    worker.on("exit", lost);
    this.#startTimer = setTimeout(lost, START_MS);
  }

  #heard(worker: Worker, message: ThreadMessage): void {
    if (worker !== this.#worker) return;
    switch (message.kind) {
      case "ready":
        clearTimeout(this.#startTimer);
        this.#isReady = true;
        return this.#next();
      case "done":
        this.#desk.adopt(message.numbers);
        return this.#settle(message.id, ({ resolve }) => resolve(message.done));
      case "failed":
        return this.#settle(message.id, ({ reject }) => reject(new RedactionError("not_checkable")));
    }
  }

  #settle(id: number, how: (settle: PromiseWithResolvers<Done>) => void): void {
    const current = this.#current;
    if (current?.id !== id) return;
    clearTimeout(current.timer);
    this.#current = null;
    how(current.settle);
    this.#next();
  }

  #next(): void {
    const worker = this.#worker;
    if (worker === null || !this.#isReady || this.#current !== null) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    this.#waitingUnits -= waiting.units;
    const id = (this.#lastId += 1);
    const { news, mark } = this.#desk.since(this.#mark);
    const timer = setTimeout(() => this.#lost(worker, "not_checked_in_time"), waiting.timeoutMs);
    this.#current = { ...waiting, id, timer };
    try {
      const task: ThreadTask = { id, work: waiting.work, news };
      worker.postMessage(task);
      this.#mark = mark;
    } catch (cause) {
      // Nested too deep to be cloned.
      this.#settle(id, ({ reject }) => reject(new RedactionError("not_checkable", { cause })));
    }
  }

  /** The thread is no more, or must be no more: what it was checking is withheld, the rest goes on in a new one. */
  #lost(worker: Worker, code: "not_checked_in_time" | "not_checkable"): void {
    if (worker !== this.#worker) return;
    const hadStarted = this.#isReady;
    this.#drop(code);
    void worker.terminate();
    // One that cannot even start would be started for ever: what waits is withheld, and the next message tries again.
    if (!hadStarted)
      for (const waiting of this.#waiting.splice(0)) waiting.settle.reject(new RedactionError("not_checkable"));
    if (!hadStarted) this.#waitingUnits = 0;
    if (this.#waiting.length > 0) this.warmUp();
  }

  #drop(code: "not_checked_in_time" | "not_checkable"): void {
    clearTimeout(this.#startTimer);
    const current = this.#current;
    this.#worker = null;
    this.#isReady = false;
    this.#mark = null;
    this.#current = null;
    if (current === null) return;
    clearTimeout(current.timer);
    current.settle.reject(new RedactionError(code));
  }
}
