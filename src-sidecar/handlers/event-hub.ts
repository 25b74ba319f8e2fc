import type { StudioEvent, Topic } from "../../src-contract/studio.ts";

const GATHER_MS = 10;

/** Whose stream it is: a sign-in, compared by identity. */
type SignIn = object;

/** What one window has not been told yet. It cannot grow beyond the topics there are, however slowly the window reads. */
class Listener {
  readonly signIn: SignIn | null;
  readonly #topics = new Set<Topic>();
  #isLocked = false;
  #isOver = false;
  #wake = Promise.withResolvers<void>();

  constructor(signIn: SignIn | null) {
    this.signIn = signIn;
  }

  /** True once there is nothing more to tell. */
  get isOver(): boolean {
    return this.#isOver && this.#topics.size === 0;
  }

  changed(topics: Iterable<Topic>): void {
    for (const topic of topics) this.#topics.add(topic);
    this.wake();
  }

  /** The sign-in ended: the window asks what state it is in, and hears no more. */
  end(): void {
    this.#isOver = true;
    this.changed(["studio"]);
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
  readonly #onChange: (topics: readonly Topic[]) => void;
  readonly #listeners = new Set<Listener>();
  readonly #ended = new WeakSet<SignIn>();
  readonly #topics = new Set<Topic>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange Told at once, whether a window listens or not. */
  constructor(onChange: (topics: readonly Topic[]) => void = () => {}) {
    this.#onChange = onChange;
  }

  changed(topics: readonly Topic[]): void {
    this.#onChange(topics);
    if (this.#listeners.size === 0) return;
    for (const topic of topics) this.#topics.add(topic);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
  }

  locked(): void {
    for (const listener of this.#listeners) listener.locked();
  }

  /** Ends the streams of a sign-in that ended. */
  end(signIn: SignIn): void {
    this.#ended.add(signIn);
    for (const listener of this.#listeners) if (listener.signIn === signIn) listener.end();
  }

  /** Events from now on, until `signal` aborts, the sign-in that asks ends, or the vault is locked. */
  async *listen(signal: AbortSignal | undefined, signIn: SignIn | null = null): AsyncGenerator<StudioEvent> {
    if (signIn !== null && this.#ended.has(signIn)) return;
    const listener = new Listener(signIn);
    const stop = (): void => listener.wake();
    signal?.addEventListener("abort", stop);
    this.#listeners.add(listener);
    try {
      yield { kind: "hello" };
      for (;;) {
        if (signal?.aborted) return;
        const event = await listener.next();
        if (event) yield event;
        if (event?.kind === "locked" || listener.isOver) return;
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
