/**
 * Why a request got no answer. `closed` means that it may have been received; the others that it was not, or not answered in bounds.
 * `host_not_allowed`: the address is of this machine or a private network, and no admin has named it.
 */
export type HttpErrorCode = "url_refused" | "host_not_allowed" | "unreachable" | "timeout" | "closed" | "too_large";

/** A request that got no usable answer. The message holds no header and no body. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  /** With `host_not_allowed`: the `host:port` that an admin could name. */
  readonly host: string | null;

  constructor(code: HttpErrorCode, message: string, options: ErrorOptions & { readonly host?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.host = options.host ?? null;
  }
}
