import type { WaitingCalls } from "../../src-contract/host.ts";
import { waitingRows, type OrgDb, type WaitingRow } from "../store/index.ts";

/** An agent that asks for many things at once is one notification. */
const GATHER_MS = 200;

export interface WaitingTellerParts {
  /** The databases of all organizations, as they are now. */
  readonly databases: () => readonly OrgDb[];
  readonly tell: (waiting: WaitingCalls) => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * Tells a host how much waits for people in all organizations. Numbers only: what waits, and for whom, stays in here.
 *
 * What waited when it began is no news.
 */
export class WaitingTeller implements Disposable {
  readonly #parts: WaitingTellerParts;
  #timer: NodeJS.Timeout | undefined;
  #known: ReadonlySet<string> | null = null;
  #told: Pick<WaitingCalls, "count" | "dangerous"> = { count: 0, dangerous: 0 };
  #lastLook: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(parts: WaitingTellerParts) {
    this.#parts = parts;
    this.#look();
  }

  /** Something may wait that did not, or the other way round. */
  changed(): void {
    if (this.#isOver) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, GATHER_MS);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  // One look after the other, so that an earlier one never speaks last.
  #look(): void {
    this.#lastLook = this.#lastLook
      .then(() => this.#read())
      .catch((error: unknown) => {
        if (!this.#isOver) this.#parts.onFault(error);
      });
  }

  async #read(): Promise<void> {
    const waiting: WaitingRow[] = [];
    for (const db of this.#parts.databases()) waiting.push(...(await waitingRows(db)));
    if (this.#isOver) return;
    // A call and its result wait for a person each in its own right.
    const now = new Set(waiting.map(({ id, state }) => `${id} ${state}`));
    const known = this.#known;
    const fresh = known === null ? 0 : [...now].filter((one) => !known.has(one)).length;
    this.#known = now;
    const count = waiting.length;
    const dangerous = waiting.filter(({ riskClass }) => riskClass === "dangerous" || riskClass === "unknown").length;
    if (fresh === 0 && count === this.#told.count && dangerous === this.#told.dangerous) return;
    this.#told = { count, dangerous };
    this.#parts.tell({ count, dangerous, fresh });
  }
}
