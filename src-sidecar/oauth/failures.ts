import type { AccountState } from "../../src-contract/oauth.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { AccountBook, Entry } from "./account-book.ts";
import { OAuthError } from "./error.ts";
import type { Grant } from "./grant.ts";
import type { Held } from "./keeper.ts";
import type { GrantRef, Timing } from "./parts.ts";
import { nameOfRef } from "./refs.ts";
import { accountNeeded, cannotRenew, NEEDS_PERSON } from "./words.ts";

const STUBBORN_COUNT = 5;
const STUBBORN_MS = 3_600_000;
const LONGEST_WISH_MS = 3_600_000; // A server that asks for more of a pause than that is asked all the same.

/** What became of renewals is told with. */
export interface FailureParts {
  readonly accounts: AccountBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: Timing;
  /** A server does not know a client any more that was registered dynamically. */
  readonly clientGone: (held: Held, grant: Grant) => Promise<void>;
}

interface Failed {
  readonly count: number;
  readonly retryAt: number;
  /** The refusal that a server repeats; null: it was none, or another one. */
  readonly refusal: { readonly said: string; readonly since: number; readonly count: number } | null;
}

/** What failures mean for an account, and how long to leave its server alone. */
export class Failures {
  readonly #parts: FailureParts;
  readonly #failed = new Map<string, Failed>();

  constructor(parts: FailureParts) {
    this.#parts = parts;
  }

  /** How long its server is left alone, in milliseconds from now. */
  pauseOf(ref: GrantRef): number {
    const pauseMs = (this.#failed.get(nameOfRef(ref))?.retryAt ?? 0) - this.#parts.clock.now();
    return pauseMs > LONGEST_WISH_MS ? 0 : Math.max(0, pauseMs); // Longer than any: the clock was set back.
  }

  /** It was renewed. */
  async over(held: Held, grant: Grant): Promise<void> {
    this.#failed.delete(nameOfRef(held.ref));
    const entry = { ...entryOf(held, "account.refreshed", { scopes: grant.scopes }), isRoutine: true };
    await this.#noted(this.#parts.accounts.refreshed(held.account.id, grant, entry));
  }

  /** It was not, and nobody else did it: notes what that means, and returns what the caller is told. */
  async told(held: Held, sent: Grant, error: OAuthError): Promise<OAuthError> {
    switch (error.verdict) {
      case "dead":
      case "denied":
        return this.#needsPerson(held, sent, "refused", error);
      case "client-dead":
        return this.#needsPerson(held, sent, "client-gone", error);
      case "transient":
      case "security":
      case "config":
        return this.#degraded(held, sent, error);
    }
  }

  /** Forgets how often what failed: the next try is the first. */
  clear(): void {
    this.#failed.clear();
  }

  async #needsPerson(
    held: Held,
    sent: Grant,
    reason: "refused" | "client-gone",
    error: OAuthError,
  ): Promise<OAuthError> {
    const { accounts, clock, log, clientGone } = this.#parts;
    const { provider, account, ref } = held;
    this.#failed.delete(nameOfRef(ref));
    const { code, detail } = error;
    log.warn({ provider: provider.name, code, detail }, "an account has to be connected again");
    const isApp = reason === "client-gone" && sent.client.by === "registered";
    const message = isApp ? `${NEEDS_PERSON[reason]} An admin has to check its id and secret.` : NEEDS_PERSON[reason];
    const state: AccountState = { kind: "needs-reconnect", since: clock.now(), reason, message };
    await accounts.marked(account.id, { state }, entryOf(held, "account.needs-reconnect", { reason }));
    if (reason === "client-gone" && sent.client.by === "dynamic") await this.#noted(clientGone(held, sent));
    return accountNeeded(provider, "any-more");
  }

  async #degraded(held: Held, sent: Grant, error: OAuthError): Promise<OAuthError> {
    const { accounts, clock, timing, log } = this.#parts;
    const { provider, account, ref } = held;
    const [name, now] = [nameOfRef(ref), clock.now()];
    const before = this.#failed.get(name);
    const refusal = repeated(before?.refusal ?? null, error, now);
    // Some servers have one error for everything: the same refusal again and again, for an hour, is meant.
    if (refusal && refusal.count >= STUBBORN_COUNT && now - refusal.since >= STUBBORN_MS)
      return this.#needsPerson(held, sent, "refused", error);
    const count = (before?.count ?? 0) + 1;
    const pauseMs = Math.min(timing.longestPauseMs, timing.pauseMs * 2 ** Math.min(count - 1, 16));
    const retryAt = now + Math.max(pauseMs, Math.min(LONGEST_WISH_MS, error.retryAfterMs ?? 0));
    this.#failed.set(name, { count, retryAt, refusal });
    const { code, detail, message } = error;
    log.warn({ provider: provider.name, code, detail }, "a token could not be renewed");
    const was = accounts.get(account.id)?.state ?? account.state;
    const since = was.kind === "degraded" ? was.since : now;
    const entry = was.kind === "degraded" ? null : entryOf(held, "account.degraded", { code });
    // A permission that is missing stays missing.
    if (was.kind !== "needs-reconnect")
      await this.#noted(accounts.marked(account.id, { state: { kind: "degraded", since, retryAt, message } }, entry));
    return cannotRenew(provider, retryAt - now, error);
  }

  /** A note that cannot be written takes nothing away from a grant that is stored. */
  async #noted(note: Promise<void>): Promise<void> {
    try {
      await note;
    } catch (error) {
      this.#parts.log.error({ error: String(error) }, "what became of an account could not be noted");
    }
  }
}

function repeated(before: Failed["refusal"], { verdict, said }: OAuthError, now: number): Failed["refusal"] {
  if (verdict !== "config" || said === null || said === "") return null;
  const same = before?.said === said ? before : { said, since: now, count: 0 };
  return { ...same, count: same.count + 1 };
}

function entryOf({ provider, account: { accountName, issuer } }: Held, action: string, more: Entry["body"]): Entry {
  return { actor: GATEHOUSE_ACTOR, action, body: { provider: provider.name, account: accountName, issuer, ...more } };
}
