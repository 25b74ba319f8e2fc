import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../base/clock.ts";
import { HttpError } from "../base/http-error.ts";
import { withPresentSecret, type ClientParts } from "./choose-client.ts";
import { OAuthError } from "./error.ts";
import type { Failures } from "./failures.ts";
import { isAlive } from "./freshness.ts";
import type { Grant, Protocol } from "./grant.ts";
import type { Held } from "./keeper.ts";
import type { LateAnswers } from "./late-answers.ts";
import type { Lease, Leases } from "./lease.ts";
import type { GrantRef, GrantVault, Timing } from "./parts.ts";
import { nameOfRef } from "./refs.ts";
import { openGrant, sealGrant, visitSealed } from "./token-request.ts";
import { accountNeeded } from "./words.ts";

const PATIENCE_MS = 2_000;

/** What tokens are renewed with. */
export interface RenewalParts {
  readonly vault: GrantVault;
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly leases: Leases;
  readonly clients: ClientParts;
  readonly failures: Failures;
  readonly late: LateAnswers;
  readonly learn: (name: string, bytes: Uint8Array) => void;
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
  readonly #flights = new Map<string, { readonly held: Held; readonly grant: Promise<Grant> }>();
  /** Renewed, and not stored for want of room: the server may know no others. With what each takes the place of. */
  readonly #unsaved = new Map<string, { readonly sent: Grant; readonly answer: Grant }>();

  /** A lock has begun: the answer to what is asked for now could not be sealed any more. */
  #isEnding = false;

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
      const grant = await running.grant;
      if (isEnough(grant)) return grant;
    }
    const present = this.#flights.get(name);
    if (present) return present.grant;
    if (this.#isEnding) throw locking();
    const grant = this.#renew(held, isEnough).finally(() => {
      this.#flights.delete(name);
      this.#parts.late.forget(held.ref);
    });
    this.#flights.set(name, { held, grant });
    return grant;
  }

  /** The vault was opened: what is asked for can be sealed. */
  begin(): void {
    this.#isEnding = false;
  }

  /** Begins nothing more, and resolves when no answer of a server is on its way to the vault. */
  async settled(): Promise<void> {
    this.#isEnding = true;
    await this.answered();
  }

  /** Resolves when no answer of a server is on its way. */
  async answered(): Promise<void> {
    await Promise.allSettled([...this.#flights.values()].map(({ grant }) => grant));
  }

  /** Sees to it that what is still on its way can be sealed when nothing opens any more. */
  async prepare(): Promise<void> {
    for (const { held } of this.#flights.values()) await this.#parts.late.prepare(held.ref);
  }

  /** Changes a grant while nobody renews it. @throws {OAuthError} `oauth_unreachable`: somebody does, and does not come to an end. */
  async alone<T>(ref: GrantRef, work: () => Promise<T>): Promise<T> {
    await using _lease = await this.#lease(ref, async () => null).then(leaseOnly);
    return await work();
  }

  /** The vault was locked: what could not be stored is lost. */
  forget(): void {
    this.#unsaved.clear();
    this.#parts.failures.clear();
  }

  /** Seals a grant and stores it, after redaction knows what is in it. */
  async store(ref: GrantRef, grant: Grant): Promise<void> {
    using sealed = sealGrant(grant);
    visitSealed(sealed, (field, bytes) => this.#parts.learn(`${nameOfRef(ref)}/${field}`, bytes));
    await this.#parts.vault.put(ref, sealed);
  }

  /** Puts back what was there before: what came after it could not be noted. */
  async restore(ref: GrantRef, before: Grant | null): Promise<void> {
    if (before === null) await this.#parts.vault.remove(ref);
    else await this.store(ref, before);
  }

  async #renew(held: Held, isEnough: IsEnough): Promise<Grant> {
    const { provider, ref } = held;
    const found = await this.#lease(ref, async (waitedMs) => {
      const grant = await this.open(ref);
      if (grant === null) throw accountNeeded(provider, "never");
      if (isEnough(grant) && !this.#unsaved.has(nameOfRef(ref))) return grant;
      // Whoever has the lease may be dead: what is left of the token need not wait for the end of the lease.
      return waitedMs >= PATIENCE_MS && isAlive(grant, this.#parts.clock.now()) ? grant : null;
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
  async #lease<T extends object>(ref: GrantRef, done: (waitedMs: number) => Promise<T | null>): Promise<T | Lease> {
    const { leases, timing } = this.#parts;
    const name = nameOfRef(ref);
    const looks = Math.ceil((timing.leaseMs * 2) / timing.lookMs);
    for (let look = 0; look < looks; look += 1) {
      const found = await done(look * timing.lookMs);
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
    const grant = await withPresentSecret(this.#parts.clients, held.provider, sent);
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

  /** On the disk before anybody gets it; unless another process stored another one meanwhile, which then counts. */
  async #keep(held: Held, sent: Grant, answer: Grant): Promise<Grant> {
    const { ref, provider } = held;
    const name = nameOfRef(ref);
    const next = toldApart(answer, sent);
    try {
      const stored = await this.open(ref);
      if (stored === null) throw accountNeeded(provider, "never");
      if (!isSameGrant(stored, sent)) return stored;
      this.#unsaved.set(name, { sent, answer });
      await this.store(ref, next);
    } catch (error) {
      if (isShut(error) && (await this.#parts.late.keep(held, { sent, answer: next }))) throw locking();
      throw error;
    }
    this.#unsaved.delete(name);
    await this.#parts.failures.over(held, next);
    return next;
  }

  /** What a failure means. Another process may have won meanwhile: then its grant is what counts. */
  async #failed(held: Held, sent: Grant, error: unknown): Promise<Grant> {
    if (!(error instanceof OAuthError)) throw error;
    const stored = await this.open(held.ref);
    if (stored !== null && !isSameGrant(stored, sent)) return stored;
    throw await this.#parts.failures.told(held, sent, error);
  }
}

/** The code of an error of the vault, as `GrantVault` says. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Whether it cannot be opened because its keys are not there. */
function isShut(error: unknown): boolean {
  const code = codeOf(error);
  return code === "vault_locked" || code === "scope_locked";
}

function locking(): OAuthError {
  return new OAuthError("oauth_unreachable", "transient", "The vault is being locked. Nothing was sent.");
}

function leaseOnly(found: Lease | object): Lease {
  if (!("extend" in found)) throw new Error("internal: there was nothing else to find");
  return found;
}

/** Whether nothing was changed since: a rotated token differs, and so does a renewed one. */
export function isSameGrant(one: Grant, other: Grant): boolean {
  return one.refreshToken === other.refreshToken && one.obtainedAt === other.obtainedAt;
}

/** A grant whose moment is another one than that of the one before, as which it counts from then on. */
export function toldApart(grant: Grant, before: Grant | null): Grant {
  const isSame = before !== null && before.obtainedAt === grant.obtainedAt;
  return isSame ? { ...grant, obtainedAt: grant.obtainedAt + 1 } : grant;
}

/** It may have been received, and the answer lost. */
function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof OAuthError) || error.verdict !== "transient" || error.cause === undefined) return false;
  if (!(error.cause instanceof HttpError)) return true;
  return error.cause.code === "timeout" || error.cause.code === "closed" || error.cause.code === "too_large";
}
