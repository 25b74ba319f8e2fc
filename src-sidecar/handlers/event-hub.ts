import type { StudioEvent, Topic } from "../../src-contract/studio.ts";

const GATHER_MS = 10;

/** Tells every listening window what to ask for again. Changes that come together go out together. */
export class EventHub {
  readonly #listeners = new Set<(event: StudioEvent) => void>();
  readonly #topics = new Set<Topic>();
  #timer: NodeJS.Timeout | undefined;

  changed(topics: readonly Topic[]): void {
    if (this.#listeners.size === 0) return;
    for (const topic of topics) this.#topics.add(topic);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
  }

  locked(): void {
    for (const listener of this.#listeners) listener({ kind: "locked" });
  }

  /** Events from now on, until `signal` aborts or the vault is locked. */
  async *listen(signal: AbortSignal | undefined): AsyncGenerator<StudioEvent> {
    const queue: StudioEvent[] = [{ kind: "hello" }];
    let wake = Promise.withResolvers<void>();
    const listener = (event: StudioEvent): void => {
      queue.push(event);
      wake.resolve();
    };
    const stop = (): void => wake.resolve();
    signal?.addEventListener("abort", stop);
    this.#listeners.add(listener);
    try {
      for (;;) {
        if (signal?.aborted) return;
        for (const event of queue.splice(0)) {
          yield event;
          if (event.kind === "locked") return;
        }
        await wake.promise;
        wake = Promise.withResolvers();
        if (queue.length > 0) wake.resolve();
      }
    } finally {
      this.#listeners.delete(listener);
      signal?.removeEventListener("abort", stop);
    }
  }

  #tell(): void {
    this.#timer = undefined;
    const topics = [...this.#topics];
    this.#topics.clear();
    for (const listener of this.#listeners) listener({ kind: "changed", topics });
  }
}
