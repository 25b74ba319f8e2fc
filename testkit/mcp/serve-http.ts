import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
  type EventStore,
  type McpServer,
  type McpServerFactory,
  type Server,
  type ServerNotifier,
} from "@modelcontextprotocol/server";

/** A server that listens. */
export interface Listening extends AsyncDisposable {
  /** The MCP endpoint. */
  readonly url: string;
  /** Publishes to the streams that modern clients hold open with `subscriptions/listen`. */
  readonly notify: ServerNotifier;
  /** The servers of the handshake sessions that are open now. */
  readonly sessions: () => readonly (McpServer | Server)[];
  close(): Promise<void>;
}

export interface ServeHttpOptions {
  readonly createServer: McpServerFactory;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Refuse whoever does not send `Authorization: Bearer <token>`. */
  readonly token?: string;
  /** Looks at every request first, whatever its path; what it answers is the answer. */
  readonly guard?: (request: Request) => Promise<Response | null>;
  /** `legacy` is a server of before 2026-07-28, `modern` one that knows no handshake. */
  readonly eras?: "both" | "legacy" | "modern";
  /** Keeps what was streamed in handshake sessions, so that a broken stream can be resumed. */
  readonly eventStore?: EventStore;
  readonly maxRequestBodySize?: number;
}

/**
 * Serves MCP over Streamable HTTP on 127.0.0.1: requests of 2026-07-28 by themselves, handshake clients in sessions, as servers in the field do.
 */
export async function serveHttp(options: ServeHttpOptions): Promise<Listening> {
  const { maxRequestBodySize = 4 * 1024 * 1024, eras = "both" } = options;
  const modern = createMcpHandler(options.createServer, { legacy: "reject", maxRequestBodySize });
  const legacy = createSessions(options, maxRequestBodySize);
  const route = async (request: Request): Promise<Response> => {
    const answer = await options.guard?.(request);
    if (answer) return answer;
    if (new URL(request.url).pathname !== "/mcp") return new Response(null, { status: 404 });
    const isLegacy =
      eras === "both" ? await isLegacyRequest(request, undefined, { maxRequestBodySize }) : eras === "legacy";
    return isLegacy ? legacy.fetch(request) : modern.fetch(request);
  };
  const handle = toNodeHandler({ fetch: route }, { maxRequestBodySize });
  const isWelcome = createDoorkeeper(options.token);
  const http = createServer((request, response) => {
    // A server's IncomingMessage has a method and a URL; Node's type cannot say so because a client's has none.
    if (isWelcome(request, response))
      void handle(request as IncomingMessage & { method: string; url: string }, response);
  }).listen(options.port ?? 0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  const close = async (): Promise<void> => {
    await Promise.all([modern.close(), legacy.close()]);
    http.closeAllConnections();
    if (http.listening) await new Promise<void>((resolve) => http.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    notify: modern.notify,
    sessions: legacy.servers,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Answers and returns false where a request has the wrong address, origin or token. */
function createDoorkeeper(token: string | undefined): (request: IncomingMessage, response: ServerResponse) => boolean {
  const isOurHost = localhostHostValidation();
  const isOurOrigin = localhostOriginValidation();
  return (request, response) => {
    if (!isOurHost(request, response) || !isOurOrigin(request, response)) return false;
    if (token === undefined || request.headers.authorization === `Bearer ${token}`) return true;
    response.writeHead(401, { "WWW-Authenticate": 'Bearer error="invalid_token"' }).end();
    return false;
  };
}

interface Sessions {
  fetch(request: Request): Promise<Response>;
  servers(): readonly (McpServer | Server)[];
  close(): Promise<void>;
}

interface Session {
  readonly server: McpServer | Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

/** Handshake clients, each in a session with a server of its own. */
function createSessions({ createServer, eventStore }: ServeHttpOptions, maxRequestBodySize: number): Sessions {
  const sessions = new Map<string, Session>();
  const open = async (request: Request): Promise<Response> => {
    const server = await createServer({ era: "legacy", requestInfo: request });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { server, transport }),
      onsessionclosed: (id) => void sessions.delete(id),
      maxRequestBodySize,
      ...(eventStore ? { eventStore, retryInterval: 500 } : {}),
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  };
  return {
    async fetch(request) {
      const id = request.headers.get("mcp-session-id");
      if (id === null) return open(request);
      const session = sessions.get(id);
      return session ? session.transport.handleRequest(request) : sessionNotFound();
    },
    servers: () => [...sessions.values()].map(({ server }) => server),
    async close() {
      await Promise.all([...sessions.values()].map(({ server }) => server.close()));
      sessions.clear();
    },
  };
}

function sessionNotFound(): Response {
  return Response.json(
    { jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } },
    { status: 404 },
  );
}
