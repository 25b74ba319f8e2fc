import type { KeyId } from "../../src-contract/ids.ts";

/**
 * Requests of handshake sessions that are being answered, so that `notifications/cancelled` finds them. Ids are of a session: one client
 * cannot take back what another asked for, and a request without a session cannot be taken back but by hanging up.
 *
 * @see MCP 2025-11-25, basic/utilities/cancellation
 */
export class Cancellations {
  readonly #open = new Map<string, AbortController>();

  /** From now until what is returned is disposed of, its agent may take the request back, which aborts it. */
  open(keyId: KeyId, sessionId: unknown, requestId: string | number, request: AbortController): Disposable {
    if (typeof sessionId !== "string") return { [Symbol.dispose]: () => {} };
    const name = nameOf(keyId, sessionId, requestId);
    this.#open.set(name, request);
    return {
      [Symbol.dispose]: () => {
        if (this.#open.get(name) === request) this.#open.delete(name);
      },
    };
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
