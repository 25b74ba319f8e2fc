/** Why a connector could not do what it was asked. The codes that the contract also has mean the same there. */
export type ConnectorErrorCode =
  | "connector_unreachable"
  | "connector_refused"
  | "connector_misbehaved"
  | "connector_timeout"
  | "connector_closed"
  | "command_not_found"
  | "url_refused"
  | "host_not_allowed"
  | "result_too_large"
  | "cancelled"
  | "upstream_error";

/** A JSON-RPC error as the server sent it. Untrusted: it passes redaction before it goes anywhere. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** How a server said that it does not take a request as it came: 401 or 403. */
export interface Refusal {
  readonly status: number;
  readonly method: string;
  readonly url: string;
  /** `www-authenticate` and `dpop-nonce` only, as the server wrote them. */
  readonly headers: Headers;
}

export interface ConnectorErrorOptions extends ErrorOptions {
  readonly hint?: string;
  readonly detail?: string;
  readonly rpcError?: RpcError;
  readonly mayHaveRun?: boolean;
  readonly mayRetry?: boolean;
  readonly refusal?: Refusal | undefined;
  readonly host?: string | undefined;
}

/** The one error of this room. The message is ours and holds nothing that a server said. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly code: ConnectorErrorCode;
  /** What to do now, as one sentence of ours. */
  readonly hint: string;
  /** For the trace, never for the model: may hold what the server said, quoted. */
  readonly detail: string;
  /** With `upstream_error`: what the server answered. */
  readonly rpcError: RpcError | undefined;
  /** The request had left when this happened, so the tool may have done its work. */
  readonly mayHaveRun: boolean;
  /** The server did not take the request because it has forgotten this connection: a new one will do. */
  readonly mayRetry: boolean;
  /** With `connector_refused`, where the server did it with 401 or 403: how. */
  readonly refusal: Refusal | undefined;
  /** With `host_not_allowed`: the `host:port` that an admin could allow. */
  readonly host: string | undefined;

  constructor(code: ConnectorErrorCode, message: string, options: ConnectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? "";
    this.detail = options.detail ?? "";
    this.rpcError = options.rpcError;
    this.mayHaveRun = options.mayHaveRun ?? false;
    this.mayRetry = options.mayRetry ?? false;
    this.refusal = options.refusal;
    this.host = options.host;
  }

  /** The same, for a request that had already left. */
  afterSending(): ConnectorError {
    const { hint, detail, rpcError, refusal, host } = this;
    const options = { hint, detail, refusal, host, cause: this.cause, mayHaveRun: true };
    return new ConnectorError(this.code, this.message, rpcError ? { ...options, rpcError } : options);
  }
}

/** What an aborted signal means: somebody does not want the answer any more, or the time for it is over. */
export function cancelledBy(signal: AbortSignal, mayHaveRun: boolean): ConnectorError {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === "TimeoutError") {
    const hint = "Check that the server is running and not overloaded.";
    return new ConnectorError("connector_timeout", "The server did not answer in time.", { hint, mayHaveRun });
  }
  return new ConnectorError("cancelled", "The call was cancelled.", { mayHaveRun });
}

/** Quotes text of a peer for `detail`, at most `maxChars` of it. */
export function quoted(text: string, maxChars = 8192): string {
  return JSON.stringify(text.length > maxChars ? `${text.slice(0, maxChars)}…` : text);
}
