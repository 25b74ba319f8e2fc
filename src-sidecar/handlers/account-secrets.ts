import type { ProviderId } from "../../src-contract/ids.ts";
import type { Clock } from "../base/clock.ts";
import type { OAuth } from "../oauth/index.ts";
import type { RedactionService } from "../redaction/index.ts";

/** For how long a token that is gone here may still come back in an answer, and be good at its provider. */
const KNOWN_MS = 60 * 60 * 1000;
const MARK = "\0oauth/";

export interface AccountSecretsParts {
  readonly oauth: () => {
    readonly providers: Pick<OAuth["providers"], "find">;
    forEachSecret: OAuth["forEachSecret"];
  };
  readonly known: Pick<RedactionService["known"], "learn" | "refs" | "forget">;
  readonly clock: Clock;
}

/** What redaction knows of tokens and clients. They change without a person, so they are kept known apart from what people enter. */
export class AccountSecrets {
  readonly #parts: AccountSecretsParts;
  readonly #goneAt = new Map<string, number>();

  constructor(parts: AccountSecretsParts) {
    this.#parts = parts;
  }

  /** Before it is used or stored for the first time. */
  readonly learn = (name: string, bytes: Uint8Array): void => {
    const known = this.#nameOf(name);
    this.#goneAt.delete(known);
    this.#parts.known.learn(known, bytes);
  };

  /** Goes through all that can be opened, and lets go of what has been gone for an hour. */
  async learnAll(): Promise<void> {
    const { oauth, known, clock } = this.#parts;
    const present = new Set<string>();
    await oauth().forEachSecret((name, bytes) => {
      present.add(this.#nameOf(name));
      this.learn(name, bytes);
    });
    const now = clock.now();
    for (const name of [...known.refs()].filter(isOfAccount)) {
      if (present.has(name)) continue;
      const goneAt = this.#goneAt.get(name) ?? now;
      this.#goneAt.set(name, goneAt);
      if (now - goneAt < KNOWN_MS) continue;
      known.forget(name);
      this.#goneAt.delete(name);
    }
  }

  /** The room's names begin with the id of a provider; people read its name. */
  #nameOf(name: string): string {
    const [id = ""] = name.split("/", 1);
    const provider = this.#parts.oauth().providers.find(id as ProviderId); // If it is none, nothing is found.
    return `${provider?.name ?? "account"}${MARK}${name}`;
  }
}

/** Whether redaction knows a value as one of an account. */
export function isOfAccount(known: string): boolean {
  return known.includes(MARK);
}
