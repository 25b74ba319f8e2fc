import type { ServerResponse } from "node:http";

const KEEP_ALIVE_MS = 15_000;
const READ_WITHIN_MS = 60_000; // An agent that does not take its answer for this long is gone.

/**
 * The answer to one POST: a single JSON document, or a stream once there is something to say before the result.
 *
 * @see MCP 2025-11-25 and 2026-07-28, basic/transports, Streamable HTTP
 */
export class Reply {
  readonly #response: ServerResponse;
  readonly #onWritten: () => void;
  #keepAlive: NodeJS.Timeout | undefined;

  /** @param onWritten Told after a result was written; it may hang up. */
  constructor(response: ServerResponse, onWritten: () => void = () => {}) {
    this.#response = response;
    this.#onWritten = onWritten;
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

  /** Sends one of several results. */
  send(message: string): void {
    this.openStream();
    if (this.#response.destroyed) return;
    this.#response.write(`event: message\ndata: ${message}\n\n`);
    this.#onWritten();
  }

  /** Sends a message before the result. One that its agent does not take in is left out: only results are worth keeping. */
  notify(message: string): void {
    if (!this.#response.writableNeedDrain) this.send(message);
  }

  /** Sends the last message and ends. */
  finish(message: string, status = 200, headers: Readonly<Record<string, string>> = {}): void {
    clearInterval(this.#keepAlive);
    if (this.#response.destroyed) return;
    if (this.#response.headersSent) this.#response.end(`event: message\ndata: ${message}\n\n`);
    else {
      this.#response.writeHead(status, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(message),
        "cache-control": "no-store",
        ...headers,
      });
      this.#response.end(message); // As text it goes out in one piece with the head.
    }
    this.#endUnread();
    this.#onWritten();
  }

  #endUnread(): void {
    if (this.#response.writableLength === 0) return; // The system has taken all of it.
    const timer = setTimeout(() => this.#response.destroy(), READ_WITHIN_MS);
    this.#response.once("close", () => clearTimeout(timer));
    this.#response.once("finish", () => clearTimeout(timer));
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
