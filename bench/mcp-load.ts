import { Agent, request } from "node:http";

/** One MCP endpoint under load, spoken to as plainly as HTTP allows, so that the client costs the same for all. */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
  readonly tool: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client with one connection a lane, kept open. */
export class LoadClient {
  readonly #endpoint: Endpoint;
  readonly #agent: Agent;
  #headers: Record<string, string>;
  #nextId = 1;

  constructor(endpoint: Endpoint, lanes: number) {
    this.#endpoint = endpoint;
    this.#agent = new Agent({ keepAlive: true, maxSockets: lanes });
    this.#headers = { ...endpoint.headers };
  }

  /** The handshake of 2025-11-25; peers without sessions answer it too. */
  async open(): Promise<void> {
    const { sessionId } = await this.#post("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    });
    this.#headers = {
      ...this.#headers,
      "mcp-protocol-version": "2025-11-25",
      ...(sessionId === undefined ? {} : { "mcp-session-id": sessionId }),
    };
    await this.#post("notifications/initialized", {}, false);
  }

  /** One call. @returns milliseconds. */
  async call(text: string): Promise<number> {
    const startedAt = performance.now();
    const { body } = await this.#post("tools/call", { name: this.#endpoint.tool, arguments: { text } });
    const took = performance.now() - startedAt;
    if (!body.includes(text)) throw new Error(`${this.#endpoint.name} answered something else: ${body.slice(0, 300)}`);
    return took;
  }

  async list(): Promise<number> {
    const startedAt = performance.now();
    await this.#post("tools/list", {});
    return performance.now() - startedAt;
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(
    method: string,
    params: object,
    isRequest = true,
  ): Promise<{ readonly body: string; readonly sessionId: string | undefined }> {
    const id = this.#nextId;
    this.#nextId += 1;
    const text = JSON.stringify({ jsonrpc: "2.0", ...(isRequest ? { id } : {}), method, params });
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "content-length": Buffer.byteLength(text),
      ...this.#headers,
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#endpoint.url, { method: "POST", agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const header = response.headers["mcp-session-id"];
          resolve({
            body: Buffer.concat(chunks).toString("utf8"),
            sessionId: Array.isArray(header) ? header[0] : header,
          });
        });
        response.on("error", reject);
      });
      outgoing.on("error", reject);
      outgoing.end(text);
    });
  }
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
