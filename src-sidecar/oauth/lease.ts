import { randomUUID } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { releaseLease, takeLease, type Recorder } from "../store/index.ts";

/** What leases are kept with. */
export interface LeaseParts {
  readonly note: Recorder;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
  readonly termMs: number;
}

/** The right to change one grant, until it is given back or its term is over. */
export interface Lease extends AsyncDisposable {
  /** Begins its term anew; false when it was over and somebody else has it now. */
  extend(): Promise<boolean>;
}

/**
 * Who may refresh a grant, of all processes that share the database: a row that names its holder, and is over after its term whatever
 * became of them. No transaction is held while a server is asked.
 */
export class Leases {
  readonly #parts: LeaseParts;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
  }

  /** Takes the lease of that name; null while somebody else has it. */
  async take(name: string): Promise<Lease | null> {
    // Of this one taking: two callers in one process exclude each other as well.
    const holder = randomUUID();
    const take = (): Promise<boolean> => this.#take(name, holder);
    if (!(await take())) return null;
    return { extend: take, [Symbol.asyncDispose]: () => this.#release(name, holder) };
  }

  #take(name: string, holder: string): Promise<boolean> {
    const { note, clock, termMs } = this.#parts;
    return note(async (tx) => ({
      value: await takeLease(tx, { name, holder, now: clock.now(), termMs }),
      entries: [],
    }));
  }

  async #release(name: string, holder: string): Promise<void> {
    try {
      await this.#parts.note(async (tx) => ({
        value: await releaseLease(tx, { name, holder }),
        entries: [],
      }));
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, "a lease could not be given back; it ends by itself");
    }
  }
}
