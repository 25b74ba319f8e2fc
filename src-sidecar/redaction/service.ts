import { createBoundedRun } from "../base/bounded-run.ts";
import type { Json } from "../base/canonical-json.ts";
import type { OwnPattern, PatternCheck, RedactionSettings } from "../../src-contract/redaction.ts";
import type { FindingSummary } from "./finding.ts";
import { createKnownValues, type KnownValues } from "./known/known-values.ts";
import { tryPattern } from "./own/pattern-trial.ts";
import { createPlaceholders } from "./placeholder.ts";
import { createRedactor, type CleanedJson, type Redactor } from "./redactor.ts";
import { CheckingThread, type NewsDesk } from "./thread/checking-thread.ts";
import { MAIN_SERIES } from "./thread/series.ts";
import type { Done, ThreadStart, Tried, Work } from "./thread/work.ts";

const DEADLINE_MS = 1_000; // of one message
const TRY_MS = 5_000; // of a text that a person tries
/** Up to here a value is checked where it is: handing it over would cost more. */
const SMALL_UNITS = 16 * 1024;
const SMALL_PARTS = 500; // strings, numbers and members
const SHORT_MS = 250; // of a short text that cannot wait for its turn

/** Redaction for one organization: small values at once, the others in a thread of their own, each within its time or not at all. */
export interface RedactionService {
  /** The values of the vault. */
  readonly known: KnownValues;
  /** What a server said, as it may be handed on. @throws {RedactionError} Then it is withheld. */
  clean(value: Json): CleanedJson | Promise<CleanedJson>;
  /** Looks for secrets in what goes out. @throws {RedactionError} Then it does not go. */
  scan(value: Json): readonly FindingSummary[] | Promise<readonly FindingSummary[]>;
  /** A short text of a server, such as its name or an error, at once. What is too long or takes too long is replaced by words of ours. */
  cleanShort(text: string): string;
  /** A line of our own log. */
  redactLine(line: string): string;
  stripControls(text: string): string;
  /** Tries a text on all rules. @throws {RedactionError} */
  try(text: string): Promise<Tried>;
  checkPattern(pattern: OwnPattern): Promise<PatternCheck>;
  settings(): RedactionSettings;
  /** Uses other settings from the next message on. */
  use(settings: RedactionSettings): void;
  /** Starts the thread where every message will need it. */
  warmUp(): void;
  close(): Promise<void>;
}

export interface RedactionServiceOptions {
  readonly randomBytes: (length: number) => Uint8Array;
  readonly settings: RedactionSettings;
  /** How long one message may take; a second unless tests ask for less. */
  readonly deadlineMs?: number;
}

export function createRedactionService(options: RedactionServiceOptions): RedactionService {
  return new Service(options);
}

class Service implements RedactionService {
  readonly known: KnownValues;
  readonly #sessionKey: Uint8Array;
  readonly #placeholders: ReturnType<typeof createPlaceholders>;
  readonly #thread: CheckingThread;
  readonly #bounded = createBoundedRun();
  readonly #deadlineMs: number;
  #settings: RedactionSettings;
  #settingsVersion = 1;
  #redactor: Redactor;

  constructor({ randomBytes, settings, deadlineMs = DEADLINE_MS }: RedactionServiceOptions) {
    const knownKey = randomBytes(32);
    this.#sessionKey = randomBytes(32);
    this.known = createKnownValues(knownKey);
    this.#placeholders = createPlaceholders(this.#sessionKey, MAIN_SERIES);
    this.#settings = settings;
    this.#deadlineMs = deadlineMs;
    this.#redactor = this.#newRedactor();
    const start: ThreadStart = { kind: "redaction", knownKey, sessionKey: this.#sessionKey };
    this.#thread = new CheckingThread(start, this.#newsDesk());
  }

  clean(value: Json): CleanedJson | Promise<CleanedJson> {
    if (this.#isAtOnce(value)) return this.#redactor.clean(value);
    return this.#cleanInThread(value);
  }

  scan(value: Json): readonly FindingSummary[] | Promise<readonly FindingSummary[]> {
    if (this.#isAtOnce(value)) return this.#redactor.scan(value);
    return this.#inThread({ kind: "scan", value }, this.#deadlineMs).then(({ findings }) => findings);
  }

  cleanShort(text: string): string {
    if (text.length > SMALL_UNITS) return WITHHELD;
    const work = (): string => this.#redactor.redactText(this.#redactor.stripControls(text).text).value;
    return this.#inTime(work) ?? WITHHELD;
  }

  redactLine(line: string): string {
    return this.#inTime(() => this.#redactor.redactText(line).value) ?? WITHHELD;
  }

  stripControls(text: string): string {
    return this.#redactor.stripControls(text).text;
  }

  try(text: string): Promise<Tried> {
    return this.#inThread({ kind: "try", text }, TRY_MS);
  }

  checkPattern(pattern: OwnPattern): Promise<PatternCheck> {
    return tryPattern(pattern);
  }

  settings(): RedactionSettings {
    return this.#settings;
  }

  use(settings: RedactionSettings): void {
    this.#settings = settings;
    this.#settingsVersion += 1;
    this.#redactor = this.#newRedactor();
  }

  warmUp(): void {
    if (this.#settings.patterns.length > 0) this.#thread.warmUp();
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #newRedactor(): Redactor {
    const shared = { knownValues: this.known, sessionKey: this.#sessionKey, placeholders: this.#placeholders };
    return createRedactor({ ...shared, ...this.#settings });
  }

  #newsDesk(): NewsDesk {
    return {
      since: (before) => {
        const { numbers, mark } = this.#placeholders.since(before?.numbers ?? 0);
        const { known, rules } = { known: this.known.version, rules: this.#settingsVersion };
        const news = {
          known: before?.known === known ? null : this.known.share(),
          rules: before?.rules === rules ? null : this.#settings,
          numbers,
        };
        return { news, mark: { known, rules, numbers: mark } };
      },
      adopt: (numbers) => this.#placeholders.adopt(numbers),
    };
  }

  /** Patterns of the organization's own may take their time, whatever the size. */
  #isAtOnce(value: Json): boolean {
    return this.#settings.patterns.length === 0 && isSmall(value);
  }

  #inTime<T>(work: () => T): T | undefined {
    if (this.#settings.patterns.length === 0) return work();
    try {
      return this.#bounded(work, SHORT_MS);
    } catch {
      return undefined; // Over time: the caller withholds it.
    }
  }

  async #cleanInThread(value: Json): Promise<CleanedJson> {
    const { isSame, ...cleaned } = await this.#inThread({ kind: "clean", value }, this.#deadlineMs);
    return isSame ? { ...cleaned, value } : cleaned;
  }

  async #inThread<W extends Work>(work: W, timeoutMs: number): Promise<Extract<Done, { readonly kind: W["kind"] }>> {
    const units = work.kind === "try" ? work.text.length : sizeOf(work.value);
    const done = await this.#thread.check(work, units, timeoutMs);
    if (done.kind !== work.kind) throw new Error("internal: the thread did other work");
    return done as Extract<Done, { readonly kind: W["kind"] }>; // Its kind was just compared.
  }
}

/** For people, in the place of a text of a server. */
const WITHHELD = "[withheld: it could not be checked for secrets]";

/** Walks no further than what is small. */
function isSmall(value: Json): boolean {
  return measured(value, SMALL_UNITS, SMALL_PARTS) <= SMALL_UNITS;
}

function sizeOf(value: Json): number {
  return measured(value, Infinity, Infinity);
}

/** About how many UTF-16 code units a value has; `Infinity` when it has more parts or units than asked for. */
function measured(value: Json, mostUnits: number, mostParts: number): number {
  let units = 0;
  let parts = 0;
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    parts += 1;
    if (typeof next === "string") units += next.length;
    else if (next !== null && typeof next === "object") {
      for (const key of Object.keys(next)) {
        units += key.length;
        pending.push((next as Readonly<Record<string, Json>>)[key] ?? null); // An object or array of JSON values.
      }
    }
    if (units > mostUnits || parts + pending.length > mostParts) return Infinity;
  }
  return units + parts;
}
