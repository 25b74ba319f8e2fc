import type { ServerResponse } from "node:http";

const KEEP_ALIVE_MS = 15_000;

/**
 * The answer to one POST: a single JSON document, or a stream once there is something to say before the result.
 *
 * @see MCP 2025-11-25 and 2026-07-28, basic/transports, Streamable HTTP
 */
export class Reply {
  readonly #response: ServerResponse;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get isStreaming(): boolean {
    return this.#response.headersSent;
  }

  /** Turns the answer into a stream now, so that the agent sees that its request is alive. */
  openStream(): void {
    if (this.#response.headersSent || this.#response.destroyed) return;
    this.#response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    this.#response.write(": open\n\n");
    this.#keepAlive = setInterval(() => this.#response.write(": waiting\n\n"), KEEP_ALIVE_MS);
  }

  /** Sends a message before the result. */
  notify(message: string): void {
    this.openStream();
    if (!this.#response.destroyed) this.#response.write(`event: message\ndata: ${message}\n\n`);
  }

  /** Sends the last message and ends. */
  finish(message: string, status = 200, headers: Readonly<Record<string, string>> = {}): void {
    clearInterval(this.#keepAlive);
    if (this.#response.destroyed) return;
    if (this.#response.headersSent) {
      this.#response.end(`event: message\ndata: ${message}\n\n`);
      return;
    }
    const body = Buffer.from(message);
    this.#response.writeHead(status, {
      "content-type": "application/json",
      "content-length": body.byteLength,
      "cache-control": "no-store",
      ...headers,
    });
    this.#response.end(body);
  }

  /** Answers what asks for nothing. */
  accept(): void {
    if (!this.#response.destroyed) this.#response.writeHead(202).end();
  }

  /** Ends a stream that has no last message. */
  end(): void {
    clearInterval(this.#keepAlive);
    if (!this.#response.destroyed) this.#response.end();
  }
}
