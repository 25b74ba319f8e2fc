import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** One request as the door saw it. */
export interface Seen {
  readonly method: string;
  readonly headers: IncomingMessage["headers"];
  readonly message: Record<string, unknown>;
}

/** A small agents' door of both eras that does what the name of the called tool says. */
export interface AgentsDoor {
  readonly url: string;
  readonly seen: Seen[];
  /** Requests whose connection the agent's side broke off. */
  readonly brokenOff: string[];
  /** Speaks on the stream of every session. */
  announce(message: object): void;
  /** Forgets every session, as a restart does. */
  forget(): void;
  close(): Promise<void>;
}

export interface AgentsDoorOptions {
  readonly port?: number;
  readonly key?: string;
  readonly hasStream?: boolean;
}

export async function openAgentsDoor(options: AgentsDoorOptions = {}): Promise<AgentsDoor> {
  const door = new Door(options);
  const server = createServer((request, response) => void door.answer(request, response));
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server)}/mcp`,
    seen: door.seen,
    brokenOff: door.brokenOff,
    announce: (message) => door.announce(message),
    forget: () => door.forget(),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return address.port;
}

class Door {
  readonly seen: Seen[] = [];
  readonly brokenOff: string[] = [];
  readonly #options: AgentsDoorOptions;
  readonly #sessions = new Set<string>();
  readonly #streams = new Set<ServerResponse>();
  #lastSession = 0;

  constructor(options: AgentsDoorOptions) {
    this.#options = options;
  }

  announce(message: object): void {
    for (const stream of this.#streams) stream.write(`data: ${JSON.stringify(message)}\n\n`);
  }

  forget(): void {
    this.#sessions.clear();
    for (const stream of this.#streams) stream.end();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.toArray()).join("");
    const message: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
    this.seen.push({ method: request.method ?? "", headers: request.headers, message });
    const key = this.#options.key ?? "tools.test.key";
    if (request.headers.authorization !== `Bearer ${key}`) return void response.writeHead(401).end();
    if (request.method === "GET") return this.#stream(request, response);
    if (request.method === "DELETE") return void response.writeHead(204).end();
    const isModern = request.headers["mcp-method"] !== undefined;
    const session = request.headers["mcp-session-id"];
    if (message["method"] === "initialize") return this.#initialize(message, response);
    if (!isModern && !Array.isArray(message) && !this.#sessions.has(String(session))) {
      return void response.writeHead(404).end();
    }
    if (Array.isArray(message)) return reply(response, message.map((one) => resultFor(one, "batched")));
    if (message["id"] === undefined || message["method"] === undefined) return void response.writeHead(202).end();
    await this.#act(message, response);
  }

  #initialize(message: Record<string, unknown>, response: ServerResponse): void {
    this.#lastSession += 1;
    const session = `session-${this.#lastSession}`;
    this.#sessions.add(session);
    response.setHeader("Mcp-Session-Id", session);
    const result = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "door", version: "1" } };
    stream(response, [{ jsonrpc: "2.0", id: message["id"], result }]);
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    if (this.#options.hasStream === false) return void response.writeHead(405).end();
    if (!this.#sessions.has(String(request.headers["mcp-session-id"]))) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": hello\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  async #act(message: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const { params } = message;
    const name = typeof params === "object" && params !== null && "name" in params ? String(params.name) : "";
    response.on("close", () => {
      if (!response.writableFinished) this.brokenOff.push(name);
    });
    const progress = { jsonrpc: "2.0", method: "notifications/progress", params: { progress: 1, progressToken: 1 } };
    switch (name) {
      case "slow-echo":
        stream(response, [progress], false);
        await delay(30);
        return void response.end(`data: ${JSON.stringify(resultFor(message, "slow"))}\n\n`);
      case "wait-forever":
        return stream(response, [progress], false);
      case "break":
        stream(response, [progress], false);
        await delay(10);
        return void response.destroy();
      case "end-early":
        return stream(response, [progress]);
      case "pretty":
        response.writeHead(200, { "Content-Type": "application/json" });
        return void response.end(`{\r\n  "jsonrpc": "2.0",\n  "id": ${JSON.stringify(message["id"])},\n  "result": 12345678901234567890\n}\n`);
      case "stray":
        return reply(response, { jsonrpc: "2.0", id: null, error: { code: -32_600, message: "no" } }, 400);
      case "unknown":
        return reply(response, { jsonrpc: "2.0", id: message["id"], error: { code: -32_601, message: "?" } }, 404);
      case "page":
        return void response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>");
      default:
        return reply(response, resultFor(message, "echo"));
    }
  }
}

function resultFor(message: Record<string, unknown>, result: string): object {
  return { jsonrpc: "2.0", id: message["id"], result: { said: result } };
}

function reply(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function stream(response: ServerResponse, messages: readonly object[], isEnd = true): void {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  for (const message of messages) response.write(`: comment\nevent: message\ndata: ${JSON.stringify(message)}\n\n`);
  if (isEnd) response.end();
}
