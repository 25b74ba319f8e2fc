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

/** What becomes of what was granted. */
export interface Keep {
  /** Stores it, and names the account. What cannot be stored is given back. */
  readonly store: (grant: Grant) => Promise<AccountId>;
  /** Revokes at its server what nobody here has a use for. Never throws. */
  readonly giveBack: (grant: Grant) => Promise<unknown>;
}

/** A person who was sent to sign in. */
export interface CodeFlow {
  readonly pending: PendingAuthorization;
  readonly loopback: Loopback;
  /** Nobody came back: a server that has forgotten us shows an error to the person, and tells us nothing. */
  readonly unanswered: () => Promise<void>;
}

interface Attempt {
  readonly memberId: MemberId;
  readonly providerId: ProviderId;
  readonly stop: AbortController;
  state: AttemptState;
  endedAt: number | null;
  /** Resolves when nothing listens for it and nothing is exchanged any more. */
  over: Promise<void>;
}

/** The tries to connect that are under way, each with the member who began it. Nothing of them outlives a lock. */
export class Attempts {
  readonly #parts: AttemptParts;
  readonly #attempts = new Map<AttemptId, Attempt>();

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /** Waits for the return to a loopback address. Another try of the same member at the same provider ends. */
  code(
    of: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    flow: CodeFlow,
    keep: Keep,
  ): AttemptId {
    const { pending, loopback, unanswered } = flow;
    return this.#begin(of, async (attempt) => {
      try {
        const callback = await loopback.answer(pending.state, attempt.stop.signal);
        attempt.state = { kind: "exchanging" };
        this.#parts.changed();
        const grant = await this.#parts.protocol.finishCode(pending, callback);
        return await storeUnlessEnded(attempt, grant, keep);
      } finally {
        await loopback.close();
        if (attempt.state.kind === "expired") await unanswered();
      }
    });
  }

  /** Asks until the person has entered the code. */
  device(
    of: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    pending: PendingDevice,
    keep: Keep,
  ): AttemptId {
    return this.#begin(of, async (attempt) => {
      const { signal } = attempt.stop;
      for (let asked = pending; ;) {
        await delay(asked.intervalMs, undefined, { signal });
        const answer = await this.#parts.protocol.pollDevice(asked);
        if (answer.kind === "granted") return storeUnlessEnded(attempt, answer.grant, keep);
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

  /** Ends what is under way at a provider, of one member or of all, and resolves when its ports are free. */
  async cancelAt(providerId: ProviderId, memberId?: MemberId): Promise<void> {
    const found = [...this.#attempts.values()].filter(
      (one) => one.providerId === providerId && (memberId === undefined || one.memberId === memberId),
    );
    for (const attempt of found) this.#end(attempt, { kind: "cancelled" });
    await Promise.all(found.map(({ over }) => over));
  }

  /** Ends and forgets everything; resolves when nothing of it is left. */
  async clear(): Promise<void> {
    const all = [...this.#attempts.values()];
    this.#attempts.clear();
    for (const attempt of all) this.#end(attempt, { kind: "cancelled" });
    await Promise.all(all.map(({ over }) => over));
  }

  #begin(
    { by, providerId, expiresAt }: { readonly by: Actor; readonly providerId: ProviderId; readonly expiresAt: number },
    run: (attempt: Attempt) => Promise<AccountId>,
  ): AttemptId {
    this.#forgetOld();
    void this.cancelAt(providerId, by.id);
    const id = newId<AttemptId>();
    const attempt: Attempt = {
      memberId: by.id,
      providerId,
      stop: new AbortController(),
      state: { kind: "waiting", expiresAt },
      endedAt: null,
      over: Promise.resolve(),
    };
    this.#attempts.set(id, attempt);
    const timer = setTimeout(() => {
      if (attempt.state.kind === "waiting") this.#end(attempt, { kind: "expired" });
    }, expiresAt - this.#parts.clock.now());
    timer.unref();
    attempt.over = this.#run(attempt, run).finally(() => clearTimeout(timer));
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
      message: "The account could not be connected. Nothing was kept.",
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

/** What was granted to a sign-in that somebody ended meanwhile is not kept. */
async function storeUnlessEnded(attempt: Attempt, grant: Grant, keep: Keep): Promise<AccountId> {
  if (attempt.endedAt === null) return keep.store(grant);
  await keep.giveBack(grant);
  throw new OAuthError("oauth_expired", "denied", "The sign-in was ended meanwhile.");
}
