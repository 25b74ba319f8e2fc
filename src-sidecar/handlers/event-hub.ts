import type { StudioEvent, Topic } from "../../src-contract/studio.ts";

const GATHER_MS = 10;

/** What one window has not been told yet. It cannot grow beyond the topics there are, however slowly the window reads. */
class Listener {
  readonly #topics = new Set<Topic>();
  #isLocked = false;
  #wake = Promise.withResolvers<void>();

  changed(topics: Iterable<Topic>): void {
    for (const topic of topics) this.#topics.add(topic);
    this.wake();
  }

  locked(): void {
    this.#isLocked = true;
    this.wake();
  }

  wake(): void {
    this.#wake.resolve();
  }

  /** The next thing to tell; undefined: woken for nothing. */
  async next(): Promise<StudioEvent | undefined> {
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
    if (this.#isLocked) return { kind: "locked" };
    if (this.#topics.size === 0) return undefined;
    const topics = [...this.#topics];
    this.#topics.clear();
    return { kind: "changed", topics };
  }
}

/** Tells every listening window what to ask for again. Changes that come together go out together. */
export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #topics = new Set<Topic>();
  #timer: NodeJS.Timeout | undefined;

  changed(topics: readonly Topic[]): void {
    if (this.#listeners.size === 0) return;
    for (const topic of topics) this.#topics.add(topic);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
  }

  locked(): void {
    for (const listener of this.#listeners) listener.locked();
  }

  /** Events from now on, until `signal` aborts or the vault is locked. */
  async *listen(signal: AbortSignal | undefined): AsyncGenerator<StudioEvent> {
    const listener = new Listener();
    const stop = (): void => listener.wake();
    signal?.addEventListener("abort", stop);
    this.#listeners.add(listener);
    try {
      yield { kind: "hello" };
      for (;;) {
        if (signal?.aborted) return;
        const event = await listener.next();
        if (event) yield event;
        if (event?.kind === "locked") return;
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
    for (const listener of this.#listeners) listener.changed(topics);
  }
}
