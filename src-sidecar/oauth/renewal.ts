import { setTimeout as delay } from "node:timers/promises";
import type { OrgId } from "../../src-contract/ids.ts";
import type { AccountState } from "../../src-contract/oauth.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import { HttpError } from "../base/http-error.ts";
import type { Log } from "../base/log.ts";
import type { AccountBook, Entry } from "./account-book.ts";
import { registeredClient, type ClientParts } from "./choose-client.ts";
import { OAuthError } from "./error.ts";
import type { Grant, Protocol } from "./grant.ts";
import type { Held } from "./keeper.ts";
import type { Lease, Leases } from "./lease.ts";
import type { AccountEntryFacts } from "./oauth.ts";
import type { GrantRef, GrantVault, Timing } from "./parts.ts";
import { nameOfRef } from "./refs.ts";
import { openGrant, sealGrant, visitSealed } from "./token-request.ts";
import { accountNeeded, cannotRenew, NEEDS_PERSON } from "./words.ts";

const STUBBORN_COUNT = 5;
const STUBBORN_MS = 3_600_000;

/** The same refusal, several times. */
interface Refusals {
  readonly said: string;
  readonly since: number;
  readonly count: number;
}

/** What tokens are renewed with. */
export interface RenewalParts {
  readonly orgId: OrgId;
  readonly vault: GrantVault;
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: Timing;
  readonly leases: Leases;
  readonly accounts: AccountBook;
  readonly clients: ClientParts;
  readonly learn: (name: string, bytes: Uint8Array) => void;
  /** A server does not know a client any more that was registered dynamically. */
  readonly clientGone: (held: Held, grant: Grant) => Promise<void>;
}

/** Says of a grant that nothing has to be done, because somebody else did it. */
export type IsEnough = (grant: Grant) => boolean;

/**
 * Renews tokens so that no grant is lost: one at a time in this process, and by a lease among all that share the database; what is stored
 * is read again before a server is asked, and a new token is on the disk before anybody gets it. Nothing is forgotten unless the server
 * refused exactly the token that is still the stored one.
 */
export class Renewal {
  readonly #parts: RenewalParts;
  readonly #flights = new Map<string, Promise<Grant>>();
  /** Renewed, and not stored for want of room: the server may know no others. With what each takes the place of. */
  readonly #unsaved = new Map<string, { readonly sent: Grant; readonly answer: Grant }>();
  readonly #failures = new Map<string, number>();
  readonly #refusals = new Map<string, Refusals>();

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  /** Opens a grant; null: there is none. */
  async open(ref: GrantRef): Promise<Grant | null> {
    using sealed = await this.#parts.vault.use(ref);
    return sealed && openGrant(sealed);
  }

  /** As `open`, for what is about to be replaced: null also where it cannot be read. @throws while the vault is locked. */
  async openIfReadable(ref: GrantRef): Promise<Grant | null> {
    try {
      return await this.open(ref);
    } catch (error) {
      if (codeOf(error) === "vault_locked") throw error;
      return null;
    }
  }

  /** Whether a new token can be had without a person. */
  isRenewable({ provider }: Pick<Held, "provider">, grant: Grant): boolean {
    return grant.refreshToken !== null || provider.config.owner === "org";
  }

  /**
   * A grant that is enough, renewed unless somebody else did.
   *
   * @throws {OAuthError} `account_needed`, `oauth_unreachable`.
   */
  async renewed(held: Held, isEnough: IsEnough): Promise<Grant> {
    const name = nameOfRef(held.ref);
    const running = this.#flights.get(name);
    if (running) {
      const grant = await running;
      if (isEnough(grant)) return grant;
    }
    const present = this.#flights.get(name);
    if (present) return present;
    const flight = this.#renew(held, isEnough).finally(() => this.#flights.delete(name));
    this.#flights.set(name, flight);
    return flight;
  }

  /** Resolves when no answer of a server is on its way to the vault. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#flights.values());
  }

  /** Changes a grant while nobody renews it. @throws {OAuthError} `oauth_unreachable`: somebody does, and does not come to an end. */
  async alone<T>(ref: GrantRef, work: () => Promise<T>): Promise<T> {
    await using _lease = await this.#lease(ref, async () => null).then(leaseOnly);
    return await work();
  }

  /** The vault was locked: what could not be stored is lost. */
  forget(): void {
    this.#unsaved.clear();
    this.#failures.clear();
    this.#refusals.clear();
  }

  /** Seals a grant and stores it, after redaction knows what is in it. */
  async store(ref: GrantRef, grant: Grant): Promise<void> {
    using sealed = sealGrant(grant);
    visitSealed(sealed, (field, bytes) => this.#parts.learn(`${nameOfRef(ref)}/${field}`, bytes));
    await this.#parts.vault.put(ref, sealed);
  }

  async #renew(held: Held, isEnough: IsEnough): Promise<Grant> {
    const { provider, ref } = held;
    const found = await this.#lease(ref, async () => {
      const grant = await this.open(ref);
      if (grant === null) throw accountNeeded(provider, "never");
      return isEnough(grant) && !this.#unsaved.has(nameOfRef(ref)) ? grant : null;
    });
    if (!("extend" in found)) return found;
    await using lease = found;
    const sent = await this.open(ref);
    if (sent === null) throw accountNeeded(provider, "never");
    const unsaved = this.#unsaved.get(nameOfRef(ref));
    if (unsaved && isSameGrant(unsaved.sent, sent)) return await this.#keep(held, sent, unsaved.answer);
    this.#unsaved.delete(nameOfRef(ref));
    if (isEnough(sent)) return sent;
    if (!this.isRenewable(held, sent)) throw accountNeeded(provider, "any-more");
    let next: Grant;
    try {
      next = await this.#ask(held, sent, lease);
    } catch (error) {
      return await this.#failed(held, sent, error);
    }
    return await this.#keep(held, sent, next);
  }

  /** Waits for the lease; or for `done` to find that there is nothing to do any more. */
  async #lease<T extends object>(ref: GrantRef, done: () => Promise<T | null>): Promise<T | Lease> {
    const { leases, timing } = this.#parts;
    const name = nameOfRef(ref);
    const looks = Math.ceil((timing.leaseMs * 2) / timing.lookMs);
    for (let look = 0; look < looks; look += 1) {
      const found = await done();
      if (found !== null) return found;
      const lease = await leases.take(name);
      if (lease) return lease;
      await delay(timing.lookMs * (0.5 + Math.random()));
    }
    throw new OAuthError(
      "oauth_unreachable",
      "transient",
      "This account is being renewed elsewhere, which takes too long.",
    );
  }

  async #ask(held: Held, sent: Grant, lease: Lease): Promise<Grant> {
    const grant = await this.#withPresentSecret(held, sent);
    try {
      return await this.#send(held, grant);
    } catch (error) {
      if (!isUnknownOutcome(error)) throw error;
      await delay(this.#parts.timing.againMs);
      if (!(await lease.extend())) throw error;
    }
    // The answer may be lost after the server changed the token: the same one again, while it is remembered there.
    return this.#send(held, grant);
  }

  #send({ provider }: Held, grant: Grant): Promise<Grant> {
    const { protocol } = this.#parts;
    const { quirks } = provider.config;
    if (grant.refreshToken !== null) return protocol.refresh(grant, quirks);
    const { server, client, resource, requestedScopes: scopes } = grant;
    const wantsDpop = grant.dpopKey !== null;
    return protocol.clientCredentials({ server, client, resource, scopes, quirks, wantsDpop });
  }

  /** An admin may have entered a new secret for the app since the account was connected. */
  async #withPresentSecret({ provider }: Held, grant: Grant): Promise<Grant> {
    const { config } = provider;
    const isSame = config.client.kind === "registered" && config.client.clientId === grant.client.id;
    if (!isSame || grant.client.by !== "registered") return grant;
    return { ...grant, client: await registeredClient(this.#parts.clients, provider, grant.server) };
  }

  /** On the disk before anybody gets it; unless another process stored another one meanwhile, which then counts. */
  async #keep(held: Held, sent: Grant, answer: Grant): Promise<Grant> {
    const { ref, provider, account } = held;
    const name = nameOfRef(ref);
    // Told apart from the one before even if the clock was not.
    const next = { ...answer, obtainedAt: Math.max(answer.obtainedAt, sent.obtainedAt + 1) };
    const stored = await this.open(ref);
    if (stored === null) throw accountNeeded(provider, "never");
    if (!isSameGrant(stored, sent)) return stored;
    this.#unsaved.set(name, { sent, answer });
    await this.store(ref, next);
    this.#unsaved.delete(name);
    this.#failures.delete(name);
    this.#refusals.delete(name);
    const entry = { ...entryOf(held, "account.refreshed", { scopes: next.scopes }), isRoutine: true };
    await this.#noted(this.#parts.accounts.refreshed(account.id, next, entry));
    return next;
  }

  /** What a failure means. Another process may have won meanwhile: then its grant is what counts. */
  async #failed(held: Held, sent: Grant, error: unknown): Promise<Grant> {
    if (!(error instanceof OAuthError)) throw error;
    switch (error.verdict) {
      case "dead":
      case "denied":
      case "client-dead": {
        const stored = await this.open(held.ref);
        if (stored !== null && !isSameGrant(stored, sent)) return stored;
        await this.#needsPerson(held, sent, error.verdict === "client-dead" ? "client-gone" : "refused", error);
        throw accountNeeded(held.provider, "any-more");
      }
      case "transient":
      case "security":
      case "config":
        if (this.#isStubborn(nameOfRef(held.ref), error)) {
          await this.#needsPerson(held, sent, "refused", error);
          throw accountNeeded(held.provider, "any-more");
        }
        throw await this.#degraded(held, error);
    }
  }

  /** Some servers have one error for everything: the same refusal again and again, for an hour, is meant. */
  #isStubborn(name: string, { verdict, said }: OAuthError): boolean {
    const now = this.#parts.clock.now();
    const before = this.#refusals.get(name);
    this.#refusals.delete(name);
    if (verdict !== "config" || said === null || said === "") return false;
    const same = before?.said === said ? before : { said, since: now, count: 0 };
    const refusals = { ...same, count: same.count + 1 };
    this.#refusals.set(name, refusals);
    return refusals.count >= STUBBORN_COUNT && now - refusals.since >= STUBBORN_MS;
  }

  async #needsPerson(held: Held, sent: Grant, reason: "refused" | "client-gone", error: OAuthError): Promise<void> {
    const { accounts, clock, log, clientGone } = this.#parts;
    log.warn(
      { provider: held.provider.name, code: error.code, detail: error.detail },
      "an account has to be connected again",
    );
    const isApp = reason === "client-gone" && sent.client.by === "registered";
    const message = isApp ? `${NEEDS_PERSON[reason]} An admin has to check its id and secret.` : NEEDS_PERSON[reason];
    const state: AccountState = { kind: "needs-reconnect", since: clock.now(), reason, message };
    await accounts.marked(held.account.id, { state }, entryOf(held, "account.needs-reconnect", { reason }));
    if (reason === "client-gone" && sent.client.by === "dynamic") await this.#noted(clientGone(held, sent));
  }

  async #degraded(held: Held, error: OAuthError): Promise<OAuthError> {
    const { accounts, clock, timing, log } = this.#parts;
    const name = nameOfRef(held.ref);
    const failures = (this.#failures.get(name) ?? 0) + 1;
    this.#failures.set(name, failures);
    const pauseMs = Math.min(timing.longestPauseMs, timing.pauseMs * 2 ** Math.min(failures - 1, 16));
    const inMs = Math.max(pauseMs, error.retryAfterMs ?? 0);
    const before = held.account.state;
    const since = before.kind === "degraded" ? before.since : clock.now();
    const state: AccountState = { kind: "degraded", since, retryAt: clock.now() + inMs, message: error.message };
    log.warn({ provider: held.provider.name, code: error.code, detail: error.detail }, "a token could not be renewed");
    const isFirst = before.kind !== "degraded";
    const entry = isFirst ? entryOf(held, "account.degraded", { code: error.code }) : null;
    // A permission that is missing stays missing.
    if (before.kind !== "needs-reconnect") await this.#noted(accounts.marked(held.account.id, { state }, entry));
    return cannotRenew(held.provider, inMs, error);
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

/** The code of an error of the vault, as `GrantVault` says. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function leaseOnly(found: Lease | object): Lease {
  if (!("extend" in found)) throw new Error("internal: there was nothing else to find");
  return found;
}

/** Whether nothing was changed since: a rotated token differs, and so does a renewed one. */
function isSameGrant(one: Grant, other: Grant): boolean {
  return one.refreshToken === other.refreshToken && one.obtainedAt === other.obtainedAt;
}

/** It may have been received, and the answer lost. */
function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof OAuthError) || error.verdict !== "transient" || error.cause === undefined) return false;
  if (!(error.cause instanceof HttpError)) return true;
  return error.cause.code === "timeout" || error.cause.code === "closed" || error.cause.code === "too_large";
}

function entryOf({ provider, account }: Held, action: string, more: Entry["body"]): Entry {
  return { actor: GATEHOUSE_ACTOR, action, body: { ...factsFor(provider.name, account), ...more } };
}

function factsFor(provider: string, { accountName, issuer }: Pick<AccountEntryFacts, "accountName" | "issuer">) {
  return { provider, account: accountName, issuer };
}
