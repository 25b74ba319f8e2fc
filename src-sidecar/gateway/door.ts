import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { KeyId } from "../../src-contract/ids.ts";
import { PolicyError } from "../policy/index.ts";
import type { Agent, AgentLookup } from "./agent.ts";
import { readBody } from "./body.ts";
import { Cancellations } from "./cancellations.ts";
import { listsOf } from "./capabilities.ts";
import { eraOf } from "./era.ts";
import { KeyBytes } from "./key-bytes.ts";
import { errorMessage, parseMessage, RPC, RpcError, type RpcId, type RpcMessage, type RpcRequest } from "./json-rpc.ts";
import { LegacySessions } from "./legacy-sessions.ts";
import { ListenerSlots } from "./listener-slots.ts";
import { answerRequest, type Answer } from "./methods.ts";
import { Reply } from "./reply.ts";
import { Subscriptions } from "./subscriptions.ts";
import { refuseMalformed, refuseUnread } from "./unread.ts";

const MAX_BATCH = 32; // messages, MCP 2025-03-26 only

export interface DoorOptions {
  /** 0: a free one. */
  readonly port: number;
  readonly lookup: AgentLookup;
  readonly serverInfo: { readonly name: string; readonly version: string };
  /** Told of a fault of ours, never of a caller's. */
  readonly onFault: (error: unknown) => void;
}

/** The agents' door. It can list and call tools; nothing behind it decides, classifies, unlocks or reads a secret. */
export interface Door {
  readonly url: string;
  /** Tells agents that what they can list may be something else: tools, prompts or resources. */
  listsChanged(): void;
  /** Ends what a key holds open. */
  keyEnded(keyId: KeyId): void;
  close(): Promise<void>;
}

/**
 * Opens the agents' door on loopback.
 *
 * @throws the listen error, for example `EADDRINUSE`.
 * @see MCP 2026-07-28 and 2025-11-25, basic/transports, Streamable HTTP
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const slots = new ListenerSlots();
  const legacySessions = new LegacySessions(slots);
  const subscriptions = new Subscriptions(slots);
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: 10_000,
    keepAliveTimeout: 60_000,
    maxHeaderSize: 16_384,
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  const visit = new Visitor(options, port, legacySessions, subscriptions);
  server.on("request", (request, response) => visit.receive(request, response));
  server.on("clientError", refuseMalformed);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    listsChanged: () => {
      legacySessions.listsChanged();
      subscriptions.listsChanged();
    },
    keyEnded: (keyId) => {
      legacySessions.keyEnded(keyId);
      subscriptions.keyEnded(keyId);
    },
    close: async () => {
      subscriptions.close();
      legacySessions.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Checks a request before anything in it is believed, then answers it. */
class Visitor {
  readonly #options: DoorOptions;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #legacySessions: LegacySessions;
  readonly #subscriptions: Subscriptions;
  readonly #cancellations = new Cancellations();
  readonly #bytes = new KeyBytes();

  constructor(options: DoorOptions, port: number, legacySessions: LegacySessions, subscriptions: Subscriptions) {
    this.#options = options;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    this.#origins = new Set([...this.#hosts].map((host) => `http://${host}`));
    this.#legacySessions = legacySessions;
    this.#subscriptions = subscriptions;
  }

  receive(request: IncomingMessage, response: ServerResponse): void {
    response.on("error", () => {}); // The agent hung up; `close` says so too.
    this.#answer(request, response).catch((error: unknown) => {
      if (!(error instanceof RpcError)) this.#options.onFault(error);
      const known =
        error instanceof RpcError
          ? error
          : new RpcError(RPC.internalError, "Something went wrong inside Gatehouse.", { status: 500 });
      const message = errorMessage(null, known);
      const headers = known.code === RPC.unauthorized ? { "www-authenticate": "Bearer" } : {};
      if (request.complete) new Reply(response).finish(message, known.status, headers);
      else refuseUnread(request, response, { message, status: known.status, headers });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#assertLocal(request);
    if (request.url !== "/mcp")
      throw new RpcError(RPC.invalidRequest, "There is nothing here. Agents speak MCP at /mcp.", { status: 404 });
    const agent = this.#agentOf(request);
    switch (request.method ?? "") {
      case "POST":
        return this.#post(agent, request, response);
      case "GET":
        return this.#listen(agent, request, response);
      case "DELETE":
        return this.#end(agent, request, response);
      default:
        throw new RpcError(RPC.invalidRequest, "Use POST.", { status: 405 });
    }
  }

  // A page of another site can reach loopback; its browser says where it comes from, and a rebound name gives itself away.
  #assertLocal({ headers }: IncomingMessage): void {
    if (headers.host === undefined || !this.#hosts.has(headers.host))
      throw new RpcError(RPC.forbidden, "This door answers to its own address only.", { status: 403 });
    if (headers.origin !== undefined && !this.#origins.has(headers.origin))
      throw new RpcError(RPC.forbidden, "Web pages may not come in here.", { status: 403 });
  }

  #agentOf({ headers }: IncomingMessage): Agent {
    const key = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? "")?.[1];
    if (key === undefined)
      throw new RpcError(RPC.unauthorized, "Send your connector key: Authorization: Bearer tools.…", { status: 401 });
    const found = this.#options.lookup(key);
    if (found.kind === "refused") throw keyRefused();
    return found.agent;
  }

  async #post({ keyId }: Agent, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, { keyId, bytes: this.#bytes });
    const agent = this.#agentOf(request); // Again: while the body came, the key may have lost its power or its policy some tools.
    const reply = new Reply(response, () => this.#bytes.written(keyId, response));
    const hungUp = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) hungUp.abort();
    });
    if (Array.isArray(body)) return this.#batch(agent, request, reply, body, hungUp.signal);
    const message = parseMessage(body);
    if (message.kind !== "request") {
      this.#note(agent, request, message);
      response.writeHead(202).end();
      return;
    }
    if (message.request.method === "subscriptions/listen")
      return this.#subscribe(agent, request, reply, message.request, hungUp.signal);
    const answer = await this.#answerOne(agent, request, reply, message.request, hungUp);
    reply.finish(answer.message, answer.status, answer.headers);
  }

  // Agents of the handshake era take a request back by saying so; its connection stays open.
  #note({ keyId }: Agent, { headers }: IncomingMessage, message: RpcMessage): void {
    if (message.kind !== "notification" || message.method !== "notifications/cancelled") return;
    this.#cancellations.cancel(keyId, headers["mcp-session-id"], message.params["requestId"]);
  }

  #subscribe(agent: Agent, { headers }: IncomingMessage, reply: Reply, request: RpcRequest, signal: AbortSignal): void {
    eraOf(request, headers);
    if (!this.#subscriptions.open(listenerOf(agent), request, reply, signal))
      throw new RpcError(RPC.tooLarge, "Too many subscriptions are open.", { status: 429 });
  }

  /** @see MCP 2025-03-26, basic/transports: a batch is answered on one stream. */
  async #batch(
    agent: Agent,
    request: IncomingMessage,
    reply: Reply,
    body: readonly unknown[],
    signal: AbortSignal,
  ): Promise<void> {
    if (body.length === 0 || body.length > MAX_BATCH)
      throw new RpcError(RPC.invalidRequest, `A batch has 1 to ${MAX_BATCH} messages.`, { status: 400 });
    const messages = body.map(parseMessage);
    for (const message of messages) this.#note(agent, request, message);
    const requests = messages.flatMap((message) => (message.kind === "request" ? [message.request] : []));
    if (requests.length === 0) return reply.accept();
    reply.openStream();
    await Promise.all(
      requests.map(async (one) =>
        reply.send((await this.#answerOne(agent, request, reply, one, abortedWith(signal))).message),
      ),
    );
    reply.end();
  }

  async #answerOne(
    agent: Agent,
    { headers }: IncomingMessage,
    reply: Reply,
    request: RpcRequest,
    abort: AbortController,
  ): Promise<Answer & { readonly status: number }> {
    const { serverInfo, onFault } = this.#options;
    using _open = this.#cancellations.open(agent.keyId, headers["mcp-session-id"], request.id, abort);
    try {
      const answer = await answerRequest(
        { agent, headers, reply, signal: abort.signal, legacySessions: this.#legacySessions, serverInfo },
        request,
      );
      return { ...answer, status: 200 };
    } catch (error) {
      if (error instanceof RpcError) return failed(request.id, error);
      if (error instanceof PolicyError) return failed(request.id, keyRefused());
      onFault(error);
      return failed(
        request.id,
        new RpcError(RPC.internalError, "Something went wrong inside Gatehouse. Nothing more was sent.", {
          status: 200,
        }),
      );
    }
  }

  #listen(agent: Agent, { headers }: IncomingMessage, response: ServerResponse): void {
    const id = headers["mcp-session-id"];
    if (typeof id !== "string" || !this.#legacySessions.find(agent, id))
      throw new RpcError(RPC.invalidRequest, "There is no such session to listen to.", {
        status: id === undefined ? 405 : 404,
      });
    if (!this.#legacySessions.listen(agent.keyId, id, { lists: listsOf(agent.toolset()), response }))
      throw new RpcError(RPC.tooLarge, "Too many streams are open.", { status: 429 });
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(": open\n\n");
  }

  #end(agent: Agent, { headers }: IncomingMessage, response: ServerResponse): void {
    const id = headers["mcp-session-id"];
    if (typeof id !== "string" || !this.#legacySessions.find(agent, id))
      throw new RpcError(RPC.invalidRequest, "There is no such session to end.", {
        status: id === undefined ? 405 : 404,
      });
    this.#legacySessions.end(agent.keyId, id);
    response.writeHead(204).end();
  }
}

/** Requests of a batch are taken back one by one, and all end when their agent hangs up. */
function abortedWith(signal: AbortSignal): AbortController {
  const own = new AbortController();
  signal.addEventListener("abort", () => own.abort(), { once: true });
  if (signal.aborted) own.abort();
  return own;
}

function listenerOf(agent: Agent) {
  return { keyId: agent.keyId, lists: listsOf(agent.toolset()) };
}

function failed(id: RpcId, error: RpcError): { readonly message: string; readonly status: number } {
  return { message: errorMessage(id, error), status: error.status };
}

function keyRefused(): RpcError {
  return new RpcError(RPC.unauthorized, "This connector key is not valid (any more). Ask an admin for a new one.", {
    status: 401,
  });
}
