import type {
  AccountHealth,
  AttemptState,
  ConnectedAccount,
  ConnectOutput,
  Discovered,
  DisconnectOutput,
  ProviderConfig,
} from "../../src-contract/oauth.ts";
import type { AccountId, AttemptId, MemberId, ProviderId } from "../../src-contract/ids.ts";
import type { Actor } from "../base/actor.ts";
import type { Secret } from "../base/secret.ts";

/** A provider as this room knows it. */
export interface ProviderEntry {
  readonly id: ProviderId;
  readonly name: string;
  readonly config: ProviderConfig;
  /** Changes with the config, so that a connection of before is retired. */
  readonly revision: number;
  readonly createdAt: number;
  readonly registrations: readonly {
    readonly issuer: string;
    readonly clientId: string;
    readonly by: "registered" | "metadata-document" | "dynamic";
    readonly at: number;
  }[];
}

/** Facts of an account, in memory: never a token. */
export interface AccountEntryFacts extends Omit<ConnectedAccount, "owner"> {
  /** Null: the organization's. */
  readonly memberId: MemberId | null;
  /** Counts the tokens that it had: a subprocess that was started with an older one is stale. */
  readonly generation: number;
}

/** A token for one use. Whoever asked for it wipes it. */
export interface IssuedToken {
  readonly value: Secret;
  readonly scheme: "Bearer" | "DPoP";
  readonly generation: number;
  readonly expiresAt: number | null;
  /** The resource that it was issued for, from the sealed grant; null: the server was told of none. It goes nowhere else. */
  readonly resource: string | null;
  /** With `DPoP`: a proof for one request. */
  readonly proof: ((method: string, url: string) => Promise<string>) | null;
}

/** What a server said to a request that carried a token. */
export interface Rejection {
  readonly generation: number;
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
}

/** The room, opened for one organization. */
export interface OAuth {
  readonly providers: {
    list(): readonly ProviderEntry[];
    find(id: ProviderId): ProviderEntry | undefined;
    create(input: { readonly name: string; readonly config: ProviderConfig }, by: Actor): Promise<ProviderEntry>;
    update(
      input: { readonly id: ProviderId; readonly name: string; readonly config: ProviderConfig },
      by: Actor,
    ): Promise<ProviderEntry>;
    /** Revokes and forgets its accounts as far as their keys are open, then removes it. */
    remove(id: ProviderId, by: Actor): Promise<void>;
    /** Null removes it. The secret is wiped. */
    setClientSecret(id: ProviderId, secret: Secret | null, by: Actor): Promise<void>;
    hasClientSecret(id: ProviderId): boolean;
    forgetRegistrations(id: ProviderId, by: Actor): Promise<void>;
    discover(url: string): Promise<Discovered>;
    /** Null where the port is drawn each time. */
    callbackUrl(config: ProviderConfig): string | null;
  };
  readonly accounts: {
    list(): readonly AccountEntryFacts[];
    /** The account that a call of this member goes out with; `member` null: nobody's own. */
    find(providerId: ProviderId, member: MemberId | null): AccountEntryFacts | undefined;
    health(providerId: ProviderId, member: MemberId | null): AccountHealth;
    connect(
      input: {
        readonly providerId: ProviderId;
        readonly via: "browser" | "device";
        readonly issuer?: string | undefined;
        readonly scopes?: readonly string[] | undefined;
      },
      by: Actor,
    ): Promise<ConnectOutput>;
    attempt(id: AttemptId, by: Actor): AttemptState;
    cancel(id: AttemptId, by: Actor): void;
    refresh(id: AccountId, by: Actor): Promise<void>;
    disconnect(id: AccountId, by: Actor): Promise<DisconnectOutput>;
    /**
     * What is here is an older copy: a refresh token in it may have been replaced by a newer one since, and a server that sees it again
     * ends the whole grant. Whatever has one needs a person first; works while locked. @returns how many.
     */
    distrust(): Promise<number>;
  };
  /**
   * The token that a call of this member goes out with, refreshed before where it is about to expire.
   *
   * @param minLeftMs How long it has to be good for, as far as the server says.
   * @throws {OAuthError} `account_needed` (nothing connected, or it needs to be connected again; the message is for the agent's person),
   * `oauth_unreachable` when it has expired and cannot be refreshed now. @throws {VaultError} `vault_locked`, `scope_locked`.
   */
  token(providerId: ProviderId, member: MemberId | null, minLeftMs?: number): Promise<IssuedToken>;
  /** A server did not take a token. `again`: there is a newer one (or a nonce): send the request once more. `no`: it stays refused. */
  rejected(providerId: ProviderId, member: MemberId | null, rejection: Rejection): Promise<"again" | "no">;
  /** Secret texts of all accounts and clients that this member can open, for redaction to learn. The bytes are wiped as soon as `visit` returns. */
  forEachSecret(visit: (name: string, bytes: Uint8Array) => void): Promise<void>;
  /** The vault was opened: reads what it holds, and refreshes ahead of expiry from now on. */
  opened(): Promise<void>;
  /**
   * Before a lock: begins nothing more, and resolves when no answer of a server is on its way to the vault. After 3 s each that still is
   * gets a key to be sealed to when it comes; the next unlock takes it in.
   */
  settled(): Promise<void>;
  /** After a lock: resolves when no answer is on its way any more, after 12 s at most. */
  answered(): Promise<void>;
  /** The vault was locked: forgets everything that it held, and ends attempts. */
  locked(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
