import type { QueryClient } from "@tanstack/react-query";
import type { Api, StudioEvent, Topic } from "./contract-types.ts";
import { invalidateTopics } from "./topics.ts";

const AGAIN_MS = 1_000;
/** The first change of a burst is shown at once, the rest together. */
const GATHER_MS = 80;

export interface EventSource {
  readonly api: Api;
  /** Where what was read is kept. */
  readonly queries: readonly QueryClient[];
  /** Something about who is signed in may have changed. */
  readonly onSessionChange: () => void;
  /** The vault was locked: what is on screen is nobody's any more. */
  readonly onLocked: () => void;
}

/** Listens to what changes in the studio until told to stop, and asks again for what became stale. */
export async function followEvents(source: EventSource, signal: AbortSignal): Promise<void> {
  const gather = createGatherer((topics) => {
    for (const queries of source.queries) void invalidateTopics(queries, topics);
  });
  signal.addEventListener("abort", gather.stop, { once: true });
  while (!signal.aborted) {
    try {
      const events = await source.api.studio.events(undefined, { signal });
      for await (const event of events) handle(event, source, gather.add);
    } catch {
      // A broken stream is a lost connection or an ended session; both are watched elsewhere and start this anew.
      source.onSessionChange();
    }
    await sleep(AGAIN_MS, signal);
  }
}

function handle(event: StudioEvent, source: EventSource, add: (topics: readonly Topic[]) => void): void {
  switch (event.kind) {
    case "hello":
      // Whatever was shown before may have missed changes.
      for (const queries of source.queries) void queries.invalidateQueries();
      return;
    case "changed":
      return add(event.topics);
    case "locked":
      return source.onLocked();
  }
}

function createGatherer(flush: (topics: ReadonlySet<Topic>) => void) {
  let waiting = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onTimer = (): void => {
    timer = undefined;
    if (waiting.size === 0) return;
    const topics = waiting;
    waiting = new Set();
    flush(topics);
    timer = setTimeout(onTimer, GATHER_MS);
  };
  return {
    add: (topics: readonly Topic[]): void => {
      for (const topic of topics) waiting.add(topic);
      if (timer === undefined) onTimer();
    },
    stop: (): void => clearTimeout(timer),
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
