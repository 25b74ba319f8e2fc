import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { putLateAnswer, type Recorder } from "../store/index.ts";
import type { Held } from "./keeper.ts";
import type { GrantRef, GrantVault, SealLate } from "./parts.ts";
import { nameOfRef } from "./refs.ts";
import { sealSuccession, type Succession } from "./token-request.ts";

/** What late answers are kept with. */
export interface LateParts {
  readonly vault: Pick<GrantVault, "sealer">;
  readonly note: Recorder;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
}

/**
 * Answers that a server gives while the vault is locked: a refresh token that was changed there must not be lost here.
 *
 * Before the lock each that is on its way gets what seals to a key in the vault, and can open nothing. What comes is sealed with it and
 * lies in the database until the next unlock takes it in.
 */
export class LateAnswers {
  readonly #parts: LateParts;
  readonly #sealers = new Map<string, SealLate>();

  constructor(parts: LateParts) {
    this.#parts = parts;
  }

  /** Before the lock. Never throws: nothing keeps a vault open. */
  async prepare(ref: GrantRef): Promise<void> {
    try {
      this.#sealers.set(nameOfRef(ref), await this.#parts.vault.sealer(ref));
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, "an answer that comes after the lock will be lost");
    }
  }

  /** After the lock: on the disk when it resolves. False: nothing was prepared for it. */
  async keep({ ref, account, provider }: Held, succession: Succession): Promise<boolean> {
    const seal = this.#sealers.get(nameOfRef(ref));
    if (seal === undefined) return false;
    using sealed = sealSuccession(succession);
    const row = { account_id: account.id, box: seal(sealed), sealed_at: this.#parts.clock.now() };
    await this.#parts.note(async (tx) => ({ value: await putLateAnswer(tx, row), entries: [] }));
    this.#parts.log.warn({ provider: provider.name }, "new tokens came after the lock; the next unlock takes them in");
    return true;
  }

  /** Nothing is on its way any more. */
  forget(ref: GrantRef): void {
    this.#sealers.delete(nameOfRef(ref));
  }
}
