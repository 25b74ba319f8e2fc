import type { JsonObject } from "../base/canonical-json.ts";
import type { CallHandle, CallOutcome, CallStage, LogLine, Progress } from "../calls/index.ts";
import type { SessionEntry } from "../policy/index.ts";
import type { Agent } from "./agent.ts";
import { notificationMessage } from "./json-rpc.ts";
import type { Reply } from "./reply.ts";

const PROGRESS_MS = 15_000; // Claude Code gives up after 60 s of silence and after 300 s without progress.
const QUIET_MS = 2_000; // A call that takes longer gets a stream, so that its agent sees life.

const DOING: Readonly<Record<CallStage, string>> = {
  waiting: "Waiting for a person's approval in Gatehouse.",
  running: "Still running.",
  reviewing: "It was carried out. Waiting for a person in Gatehouse to look at its result.",
};

/** Where a request's words go, and when it is over. */
export interface Exchange {
  readonly agent: Agent;
  readonly session: SessionEntry;
  readonly reply: Reply;
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
  /** From which level on the agent wants to read the connector's log; null: not at all. */
  readonly logLevel: string | null;
}

export type ProgressToken = string | number | undefined;

/** A call that outlived its request. */
export interface Pending {
  readonly kind: "pending";
  readonly stage: CallStage;
}

/** Waits for the outcome as long as a request may, with signs of life; then says that it is pending. */
export async function holdFor(
  exchange: Exchange,
  handle: CallHandle,
  token: ProgressToken,
): Promise<CallOutcome | Pending> {
  const { reply, signal, agent, logLevel } = exchange;
  const holdMs = agent.holdMs();
  const release = handle.watch(Date.now() + holdMs);
  const life = new SignsOfLife(reply, token, () => `${DOING[handle.stage()]} Call ${handle.callId}.`);
  const stopListening = handle.onProgress((progress) => life.relay(progress));
  if (logLevel !== null) handle.readLog({ level: logLevel, onLine: (line) => reply.notify(logMessage(line)) });
  if (handle.stage() !== "running") life.start();
  const quiet = setTimeout(() => life.start(), QUIET_MS);
  let why: Parameters<typeof release>[0] = "answered";
  const patience = new Patience(holdMs, signal, agent.letGo());
  try {
    const ended = await Promise.race([handle.outcome, patience.over]);
    if (ended === "hung-up") why = "disconnected";
    if (ended === "timeout") why = "pending";
    return ended === "hung-up" || ended === "timeout" ? { kind: "pending", stage: handle.stage() } : ended;
  } finally {
    patience.end();
    clearTimeout(quiet);
    life.stop();
    stopListening();
    release(why);
  }
}

function logMessage({ level, logger, data }: LogLine): string {
  const params: JsonObject = { level, data, ...(logger === undefined ? {} : { logger }) };
  return notificationMessage("notifications/message", params);
}

/** How long a request may be held: until its time is over, its agent hangs up, or the vault locks. */
class Patience {
  readonly over: Promise<"timeout" | "hung-up">;
  readonly #end: () => void;

  constructor(ms: number, signal: AbortSignal, letGo: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<"timeout" | "hung-up">();
    const onLetGo = () => resolve("timeout");
    const timer = setTimeout(onLetGo, ms);
    const onAbort = () => resolve("hung-up");
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    letGo.addEventListener("abort", onLetGo, { once: true });
    if (letGo.aborted) onLetGo();
    this.over = promise;
    this.#end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      letGo.removeEventListener("abort", onLetGo);
    };
  }

  end(): void {
    this.#end();
  }
}

/** Progress that only ever grows, as the protocol asks, from our own clock and from the connector. */
class SignsOfLife {
  readonly #reply: Reply;
  readonly #token: ProgressToken;
  readonly #words: () => string;
  #last = 0;
  #base: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param words What is being done, whenever that is asked. */
  constructor(reply: Reply, token: ProgressToken, words: () => string) {
    this.#reply = reply;
    this.#token = token;
    this.#words = words;
  }

  start(): void {
    if (this.#timer) return;
    this.#reply.openStream();
    this.#say();
    this.#timer = setInterval(() => this.#say(), PROGRESS_MS);
  }

  /** Passes a connector's progress on, on top of what was already reported. */
  relay({ progress, total, message }: Progress): void {
    this.#base ??= this.#last;
    const value = this.#base + progress;
    if (value > this.#last || this.#last === 0) this.#send(value, total, message); // The protocol asks that it only ever grows.
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #say(): void {
    this.#send(this.#last + 1, undefined, this.#words());
  }

  #send(progress: number, total: number | undefined, message: string | undefined): void {
    if (this.#token === undefined) return;
    this.#last = progress;
    const words = message === undefined ? {} : { message };
    this.#reply.notify(
      notificationMessage("notifications/progress", {
        progressToken: this.#token,
        progress,
        ...(total === undefined ? {} : { total }),
        ...words,
      }),
    );
  }
}
