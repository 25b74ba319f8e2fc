import { setTimeout as delay } from "node:timers/promises";
import type { AccountId, AttemptId, MemberId, ProviderId } from "../../src-contract/ids.ts";
import type { AttemptState } from "../../src-contract/oauth.ts";
import type { Actor } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { newId } from "../base/new-id.ts";
import { OAuthError } from "./error.ts";
import type { Grant, PendingAuthorization, PendingDevice, Protocol } from "./grant.ts";
import type { Loopback } from "./loopback.ts";

const FORGOTTEN_AFTER_MS = 600_000;

/** What attempts are made with. */
export interface AttemptParts {
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
  readonly changed: () => void;
}

/** Stores what was granted, and names the account. */
export type Keep = (grant: Grant) => Promise<AccountId>;

interface Attempt {
  readonly memberId: MemberId;
  readonly providerId: ProviderId;
  readonly stop: AbortController;
  state: AttemptState;
  endedAt: number | null;
}

/** The tries to connect that are under way, each with the member who began it. Nothing of them outlives a lock. */
export class Attempts {
  readonly #parts: AttemptParts;
  readonly #attempts = new Map<AttemptId, Attempt>();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /** Waits for the return to a loopback address. Another try of the same member at the same provider ends. */
  code(
    of: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    flow: { readonly pending: PendingAuthorization; readonly loopback: Loopback },
    keep: Keep,
  ): AttemptId {
    const { pending, loopback } = flow;
    return this.#begin(of, async (attempt) => {
      try {
        const callback = await loopback.answer(pending.state, attempt.stop.signal);
        attempt.state = { kind: "exchanging" };
        this.#parts.changed();
        return await keep(await this.#parts.protocol.finishCode(pending, callback));
      } finally {
        await loopback.close();
      }
    });
  }

  /** Asks until the person has entered the code. */
  device(
    of: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    pending: PendingDevice,
    keep: Keep,
  ): AttemptId {
    return this.#begin(of, async ({ stop: { signal } }) => {
      for (let asked = pending; ;) {
        await delay(asked.intervalMs, undefined, { signal });
        const answer = await this.#parts.protocol.pollDevice(asked);
        if (answer.kind === "granted") return keep(answer.grant);
        asked = { ...asked, intervalMs: answer.intervalMs };
      }
    });
  }

  /** @throws {OAuthError} `not_found`, also for somebody else's. */
  state(id: AttemptId, by: Actor): AttemptState {
    this.#forgetOld();
    return this.#own(id, by).state;
  }

  cancel(id: AttemptId, by: Actor): void {
    this.#end(this.#own(id, by), { kind: "cancelled" });
  }

  /** Ends what is under way at a provider, of one member or of all. */
  cancelAt(providerId: ProviderId, memberId?: MemberId): void {
    for (const attempt of this.#attempts.values())
      if (attempt.providerId === providerId && (memberId === undefined || attempt.memberId === memberId))
        this.#end(attempt, { kind: "cancelled" });
  }

  /** Ends and forgets everything. */
  clear(): void {
    for (const attempt of this.#attempts.values()) this.#end(attempt, { kind: "cancelled" });
    this.#attempts.clear();
  }

  /** Resolves when nothing listens and nothing is exchanged any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #begin(
    { by, providerId, expiresAt }: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    run: (attempt: Attempt) => Promise<AccountId>,
  ): AttemptId {
    this.#forgetOld();
    this.cancelAt(providerId, by.id);
    const id = newId<AttemptId>();
    const attempt: Attempt = {
      memberId: by.id,
      providerId,
      stop: new AbortController(),
      state: { kind: "waiting", expiresAt },
      endedAt: null,
    };
    this.#attempts.set(id, attempt);
    const timer = setTimeout(() => {
      if (attempt.state.kind === "waiting") this.#end(attempt, { kind: "expired" });
    }, expiresAt - this.#parts.clock.now());
    timer.unref();
    const running = this.#run(attempt, run).finally(() => {
      clearTimeout(timer);
      this.#running.delete(running);
    });
    this.#running.add(running);
    return id;
  }

  async #run(attempt: Attempt, run: (attempt: Attempt) => Promise<AccountId>): Promise<void> {
    try {
      const accountId = await run(attempt);
      this.#end(attempt, { kind: "done", accountId });
    } catch (error) {
      if (attempt.endedAt !== null) return; // It was ended by somebody, and this is how it noticed.
      this.#end(attempt, this.#failure(error));
    }
  }

  #failure(error: unknown): AttemptState {
    if (error instanceof OAuthError) {
      this.#parts.log.warn({ code: error.code, detail: error.detail }, "an account could not be connected");
      return { kind: "failed", code: error.code, message: error.message, hint: error.hint };
    }
    this.#parts.log.warn({ error: String(error) }, "an account could not be connected");
    return {
      kind: "failed",
      code: "internal",
      message: "The account could not be stored. Nothing was kept.",
      hint: "",
    };
  }

  #end(attempt: Attempt, state: AttemptState): void {
    if (attempt.endedAt !== null) return;
    attempt.state = state;
    attempt.endedAt = this.#parts.clock.now();
    attempt.stop.abort();
    this.#parts.changed();
  }

  #own(id: AttemptId, by: Actor): Attempt {
    const attempt = this.#attempts.get(id);
    if (attempt?.memberId !== by.id)
      throw new OAuthError("not_found", "config", "That sign-in is not under way any more.");
    return attempt;
  }

  #forgetOld(): void {
    const before = this.#parts.clock.now() - FORGOTTEN_AFTER_MS;
    for (const [id, { endedAt }] of this.#attempts) if (endedAt !== null && endedAt < before) this.#attempts.delete(id);
  }
}
