import type { ErrorCode } from "../../src-contract/errors.ts";

/** The codes of the contract that this room speaks. */
export type OAuthErrorCode = Extract<
  ErrorCode,
  | `oauth_${string}`
  | "account_needed"
  | "not_found"
  | "conflict"
  | "in_use"
  | "name_taken"
  | "invalid_input"
  | "host_not_allowed"
>;

/**
 * What an error means for a connection that exists.
 *
 * - `transient`: nothing is known to be wrong with it: an unreachable server, 429, 5xx, a page of a captive portal, a timeout.
 * - `dead`: the authorization server refused the grant itself, definitely.
 * - `client-dead`: it does not know the client any more.
 * - `security`: somebody is not who they should be; nothing was sent on, opened or stored.
 * - `config`: an admin has to change something.
 * - `denied`: the person said no, or the server said it for them.
 */
export type Verdict = "transient" | "dead" | "client-dead" | "security" | "config" | "denied";

/** What an error may say beside its message. */
export interface OAuthErrorOptions extends ErrorOptions {
  /** What to do now, as one sentence of ours. */
  readonly hint?: string;
  /** For the log, never for a model or a page: facts of ours and, quoted, what a server said. Never a token, code or secret. */
  readonly detail?: string;
  /** When a server that is too busy wants to be asked again, in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** With `host_not_allowed`: the `host:port`. */
  readonly host?: string;
  /** The `error` of a server that the protocol goes on by. Never shown. */
  readonly said?: string;
}

/** The one error of this room. Its message is ours and holds nothing that a server said. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  readonly verdict: Verdict;
  readonly hint: string;
  readonly detail: string;
  readonly retryAfterMs: number | null;
  readonly host: string | null;
  readonly said: string | null;

  constructor(code: OAuthErrorCode, verdict: Verdict, message: string, options: OAuthErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.verdict = verdict;
    this.hint = options.hint ?? "";
    this.detail = options.detail ?? "";
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.host = options.host ?? null;
    this.said = options.said ?? null;
  }
}
