import type { KeyId } from "../../src-contract/ids.ts";

/** A request that its agent may take back. */
export interface Cancellable extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Requests of handshake sessions that are being answered, so that `notifications/cancelled` finds them. Ids are of a session: one client
 * cannot take back what another asked for, and a request without a session cannot be taken back but by hanging up.
 *
 * @see MCP 2025-11-25, basic/utilities/cancellation
 */
export class Cancellations {
  readonly #open = new Map<string, AbortController>();

  /** @param hungUp Aborts it as well. */
  open(keyId: KeyId, sessionId: unknown, requestId: string | number, hungUp: AbortSignal): Cancellable {
    if (typeof sessionId !== "string") return { signal: hungUp, [Symbol.dispose]: () => {} };
    const name = nameOf(keyId, sessionId, requestId);
    const own = new AbortController();
    const abort = (): void => own.abort();
    hungUp.addEventListener("abort", abort, { once: true });
    if (hungUp.aborted) abort();
    this.#open.set(name, own);
    const dispose = (): void => {
      hungUp.removeEventListener("abort", abort);
      if (this.#open.get(name) === own) this.#open.delete(name);
    };
    return { signal: own.signal, [Symbol.dispose]: dispose };
  }

  cancel(keyId: KeyId, sessionId: unknown, requestId: unknown): void {
    if (typeof sessionId !== "string") return;
    if (typeof requestId !== "string" && typeof requestId !== "number") return;
    this.#open.get(nameOf(keyId, sessionId, requestId))?.abort();
  }
}

function nameOf(keyId: KeyId, sessionId: string, requestId: string | number): string {
  // A header has no line breaks, so two requests never have one name.
  return `${keyId}\n${sessionId}\n${typeof requestId}\n${requestId}`;
}
