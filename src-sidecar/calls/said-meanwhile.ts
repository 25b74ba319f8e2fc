import type { Json } from "../base/canonical-json.ts";
import { allOf, isLater } from "./is-later.ts";
import type { Cleaner } from "./ports.ts";

const WINDOW = 1024; // characters of what was said before that are looked at together with what is said now
const JOINS = ["", "\n"] as const;
const WITHHELD = "[withheld by Gatehouse: with what came before, this holds a secret]";

interface Parts {
  readonly cleaner: Cleaner;
  /** Whether words are passed on: a locked vault no longer knows what to take out, and a call that was stopped has nobody who listens. */
  readonly mayPass: () => boolean;
  /** Told before words are passed on; they wait until it has settled, and stay where they are when it failed. */
  readonly heard: () => void | Promise<void>;
}

/**
 * What a server says while it works: progress and log lines. They are cleaned like its result and passed on in their order. A piece that
 * holds a secret only together with the pieces before it is withheld, and so is one that could not be checked.
 */
export class SaidMeanwhile {
  readonly #parts: Parts;
  readonly #before = new Map<string, string>(JOINS.map((join) => [join, ""]));
  #last: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param passOn Gets the clean words; undefined: they cannot be passed on. */
  pass(words: Json, passOn: (clean: Json | undefined) => void): void {
    const check = (): Json | undefined | Promise<Json | undefined> =>
      this.#parts.mayPass() ? this.#afterTelling(this.#clean(words)) : undefined;
    const clean = this.#last === null ? check() : this.#last.then(check); // One at a time: others have to be checked, too.
    if (!isLater(clean)) return this.#passOn(clean, passOn);
    const turn = clean.then((late) => this.#passOn(late, passOn)).catch(() => passOn(undefined));
    this.#last = turn;
    void turn.finally(() => {
      if (this.#last === turn) this.#last = null;
    });
  }

  /** When everything that was said until now was passed on; null: it was. */
  settled(): Promise<void> | null {
    return this.#last;
  }

  #passOn(clean: Json | undefined, passOn: (clean: Json | undefined) => void): void {
    passOn(this.#parts.mayPass() ? clean : undefined);
  }

  #afterTelling(clean: Json | undefined | Promise<Json | undefined>): Json | undefined | Promise<Json | undefined> {
    const told = this.#parts.heard();
    return told === undefined ? clean : told.then(() => clean);
  }

  #clean(words: Json): Json | undefined | Promise<Json | undefined> {
    const text = textIn(words);
    const clean = this.#cleaned(words);
    const goesOn = allOf(JOINS.map((join) => this.#goesOn(join, text)));
    if (!isLater(clean) && !isLater(goesOn)) return chosen(clean, goesOn);
    return Promise.resolve(clean).then(async (late) => chosen(late, await goesOn));
  }

  #cleaned(words: Json): Json | undefined | Promise<Json | undefined> {
    try {
      const result = this.#parts.cleaner.clean(words);
      if (!isLater(result)) return result.value;
      return result.then(
        ({ value }) => value,
        () => undefined,
      );
    } catch {
      return undefined;
    }
  }

  /** Whether these words finish a secret that was begun before. */
  #goesOn(join: string, text: string): boolean | Promise<boolean> {
    const before = this.#before.get(join) ?? "";
    const head = text.slice(0, WINDOW);
    this.#before.set(join, `${before}${join}${text}`.slice(-WINDOW));
    if (before === "" || head === "") return false;
    const all = allOf([before + join, head, before + join + head].map((one) => this.#cleaned(one)));
    return isLater(all) ? all.then(isMore) : isMore(all);
  }
}

function chosen(clean: Json | undefined, goesOn: readonly boolean[]): Json | undefined {
  return clean !== undefined && goesOn.includes(true) ? WITHHELD : clean;
}

/** Whether both together are cleaned otherwise than each alone. */
function isMore([before, head, both]: readonly (Json | undefined)[]): boolean {
  return typeof before !== "string" || typeof head !== "string" || both !== before + head;
}

function textIn(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value)
    .map((member: Json) => textIn(member))
    .join("");
}
