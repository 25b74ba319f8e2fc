import type { MemberId, OrgId, ProviderId } from "../../src-contract/ids.ts";
import type { AccountState } from "../../src-contract/oauth.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import { Secret } from "../base/secret.ts";
import type { AccountBook, Entry } from "./account-book.ts";
import { EXPIRED } from "./account-book.ts";
import { OAuthError } from "./error.ts";
import type { Failures } from "./failures.ts";
import { isAlive, isFresh } from "./freshness.ts";
import type { Challenge, Grant, Protocol } from "./grant.ts";
import type { AccountEntryFacts, IssuedToken, ProviderEntry, Rejection } from "./oauth.ts";
import type { GrantRef } from "./parts.ts";
import type { ProviderBook } from "./provider-book.ts";
import { grantRef, nameOfRef } from "./refs.ts";
import type { Renewal } from "./renewal.ts";
import { accountChanged, accountNeeded, cannotRenew, NEEDS_PERSON } from "./words.ts";

const REFUSED_AGAIN_MS = 60_000;
const REFUSED_AGAIN_UNKNOWN_MS = 3_600_000; // Where the server does not say when a token ends.
const MAX_STEP_UPS = 2;

/** What tokens are kept with. */
export interface KeeperParts {
  readonly orgId: OrgId;
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly providers: ProviderBook;
  readonly accounts: AccountBook;
  readonly renewal: Renewal;
  readonly failures: Failures;
}

/** An account, and where its grant is. */
export interface Held {
  readonly provider: ProviderEntry;
  readonly account: AccountEntryFacts;
  readonly ref: GrantRef;
}

/**
 * Hands out tokens that are good, and hears when one was refused.
 *
 * @see RFC 6750 section 3.1 for what a refusal says
 */
export class Keeper {
  readonly #parts: KeeperParts;
  /** When a refusal last made an account's token be renewed. */
  readonly #refusedAt = new Map<string, number>();
  /** How often a server asked for more than was granted, since a person last connected for another reason. */
  readonly #stepUps = new Map<string, number>();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** The account that a call of this member goes out with. @throws {OAuthError} `not_found`, `account_needed`. */
  held(providerId: ProviderId, member: MemberId | null): Held {
    const provider = this.#parts.providers.get(providerId);
    const isOrgs = provider.config.owner === "org";
    if (!isOrgs && member === null) throw accountNeeded(provider, "nobody");
    const owner = isOrgs ? null : member;
    const account = this.#parts.accounts.find(providerId, owner);
    if (!account) throw accountNeeded(provider, "never", isOrgs);
    return { provider, account, ref: grantRef(this.#parts.orgId, providerId, owner) };
  }

  async token(providerId: ProviderId, member: MemberId | null, minLeftMs = 0): Promise<IssuedToken> {
    const held = this.held(providerId, member);
    const { state } = held.account;
    // A missing permission ends no other use of the token.
    if (state.kind === "needs-reconnect" && state.reason !== "scope") throw accountNeeded(held.provider, "any-more");
    const grant = await this.#usable(held, minLeftMs);
    this.#parts.accounts.noteUse(held.account.id);
    return this.#issued(grant);
  }

  async rejected(providerId: ProviderId, member: MemberId | null, rejection: Rejection): Promise<"again" | "no"> {
    const held = this.held(providerId, member);
    if (isOlderCopy(held.account.state)) return "no"; // Sent before it was known to be one.
    const grant = await this.#parts.renewal.open(held.ref);
    if (grant === null) return "no";
    const challenge = this.#parts.protocol.readChallenge(rejection.status, rejection.headers);
    if (challenge?.dpopNonce) this.#parts.protocol.noteNonce(rejection.url, challenge.dpopNonce);
    if (grant.obtainedAt !== rejection.generation) return "again";
    if (challenge?.error === "use_dpop_nonce") return grant.tokenType === "dpop" ? "again" : "no";
    if (challenge?.error === "insufficient_scope") {
      await this.#needScopes(held, grant, challenge.scope ?? []);
      return "no";
    }
    return rejection.status === 401 ? this.#renewRefused(held, grant, rejection, challenge) : "no";
  }

  /** A person connected: what the server asks for beyond that is counted anew, unless it was just that. */
  connected(ref: GrantRef, wasForScopes: boolean): void {
    if (!wasForScopes) this.#stepUps.delete(nameOfRef(ref));
    this.#refusedAt.delete(nameOfRef(ref));
  }

  async #usable(held: Held, minLeftMs: number): Promise<Grant> {
    const { renewal, failures, clock } = this.#parts;
    const { provider, account, ref } = held;
    const grant = await renewal.open(ref);
    if (grant === null) throw accountNeeded(provider, "never");
    // What was shown of the account is what was approved: another one's token does not go out under its name.
    if (grant.accountName !== account.accountName || grant.server.issuer !== account.issuer) {
      this.#parts.accounts.proven(account.id, grant);
      throw accountChanged(provider);
    }
    const now = clock.now();
    if (isFresh(grant, minLeftMs, now)) return grant;
    if (!renewal.isRenewable(held, grant)) {
      if (isAlive(grant, now)) return grant;
      const state: AccountState = { kind: "needs-reconnect", since: now, reason: "expired", message: EXPIRED };
      await this.#mark(held, state);
      throw accountNeeded(provider, "any-more");
    }
    const pauseMs = failures.pauseOf(ref);
    if (pauseMs > 0) {
      if (isAlive(grant, now)) return grant;
      throw cannotRenew(provider, pauseMs);
    }
    try {
      return await renewal.renewed(held, (one) => isFresh(one, minLeftMs, clock.now()));
    } catch (error) {
      // What is left of a token that could not be renewed at the moment is as good as it was.
      if (error instanceof OAuthError && error.code === "oauth_unreachable" && isAlive(grant, clock.now()))
        return grant;
      throw error;
    }
  }

  async #renewRefused(
    held: Held,
    grant: Grant,
    { generation, url }: Rejection,
    challenge: Challenge | null,
  ): Promise<"again" | "no"> {
    const { renewal, clock } = this.#parts;
    if (!renewal.isRenewable(held, grant)) {
      if (isDefinite(grant, url, challenge)) await this.#mark(held, this.#needsPerson("refused"));
      return "no";
    }
    const name = nameOfRef(held.ref);
    const pauseMs = grant.expiresAt === null ? REFUSED_AGAIN_UNKNOWN_MS : REFUSED_AGAIN_MS;
    const sinceMs = clock.now() - (this.#refusedAt.get(name) ?? Number.NEGATIVE_INFINITY);
    // A server that takes no token at all would otherwise have one made for every call. Before: the clock was set back.
    if (sinceMs >= 0 && sinceMs < pauseMs) return "no";
    this.#refusedAt.set(name, clock.now());
    try {
      const isOther = (one: Grant): boolean => one.obtainedAt !== generation;
      return isOther(await renewal.renewed(held, isOther)) ? "again" : "no";
    } catch (error) {
      if (error instanceof OAuthError) return "no"; // The account's state says why.
      throw error;
    }
  }

  async #needScopes(held: Held, grant: Grant, wanted: readonly string[]): Promise<void> {
    const missing = wanted.filter((scope) => !grant.scopes.includes(scope));
    const name = nameOfRef(held.ref);
    const stepUps = this.#stepUps.get(name) ?? 0;
    const wereAsked = missing.every((scope) => grant.requestedScopes.includes(scope));
    // What was asked for and not granted is not granted by asking again.
    if (missing.length === 0 || wereAsked || stepUps >= MAX_STEP_UPS) return;
    const known = held.account.state.kind === "needs-reconnect" ? held.account.missingScopes : [];
    if (missing.every((scope) => known.includes(scope))) return;
    this.#stepUps.set(name, stepUps + 1);
    const missingScopes = [...new Set([...held.account.missingScopes, ...missing])];
    await this.#mark(held, this.#needsPerson("scope"), missingScopes);
  }

  #needsPerson(reason: "refused" | "scope"): AccountState {
    return { kind: "needs-reconnect", since: this.#parts.clock.now(), reason, message: NEEDS_PERSON[reason] };
  }

  async #mark({ provider, account }: Held, state: AccountState, missingScopes?: string[]): Promise<void> {
    if (state.kind !== "needs-reconnect") throw new Error("internal: the keeper marks what needs a person");
    const entry: Entry = {
      actor: GATEHOUSE_ACTOR,
      action: "account.needs-reconnect",
      body: {
        provider: provider.name,
        account: account.accountName,
        issuer: account.issuer,
        reason: state.reason,
        missingScopes: missingScopes ?? [],
      },
    };
    await this.#parts.accounts.marked(account.id, { state, ...(missingScopes && { missingScopes }) }, entry);
  }

  #issued(grant: Grant): IssuedToken {
    const { protocol } = this.#parts;
    const isDpop = grant.tokenType === "dpop";
    return {
      value: Secret.fromText(grant.accessToken),
      scheme: isDpop ? "DPoP" : "Bearer",
      generation: grant.obtainedAt,
      expiresAt: grant.expiresAt,
      resource: grant.resource,
      proof: isDpop ? (method, url) => protocol.proof(grant, method, url) : null,
    };
  }
}

/**
 * A refusal counts against an account only where its token is meant to be taken: another server cannot break it. Where nobody knows where
 * that is, the server has to say that it is the token that is no good; many answer so to what they do not understand.
 */
function isDefinite({ resource }: Grant, url: string, challenge: Challenge | null): boolean {
  if (resource === null || !URL.canParse(resource)) return challenge?.error === "invalid_token";
  return new URL(resource).origin === new URL(url).origin;
}

/** Whether its refresh token may be one that was used up: it is never sent. */
function isOlderCopy(state: AccountState): boolean {
  return state.kind === "needs-reconnect" && state.reason === "older-copy";
}
