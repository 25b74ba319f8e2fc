import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";

/** A proxy on 127.0.0.1. */
export interface HeaderProxy extends AsyncDisposable {
  /** The target's path at the proxy's own address. */
  readonly url: string;
}

export interface HeaderProxyOptions {
  readonly target: URL;
  /** Set on every request, over what the client sent. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Starts a proxy that adds headers, for a client that cannot be told to send them.
 *
 * Where the client names the proxy in `Host` or `Origin`, the target is named instead, because that is what the client means; any other name
 * is passed on as it came, so that the target itself judges a foreign one. Bodies are piped both ways as they come, and a side that goes away
 * takes the other with it.
 */
export async function startHeaderProxy({ target, headers }: HeaderProxyOptions): Promise<HeaderProxy> {
  const server = createServer((incoming, outgoing) => {
    const own = `127.0.0.1:${incoming.socket.localPort}`;
    forward(incoming, outgoing, target, { ...renamed(incoming, own, target), ...headers });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    url: `http://127.0.0.1:${address.port}${target.pathname}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function renamed({ headers }: IncomingMessage, own: string, target: URL): OutgoingHttpHeaders {
  const { host, origin, ...rest } = headers;
  return {
    ...rest,
    host: host === own ? target.host : host,
    ...(origin === undefined ? {} : { origin: origin === `http://${own}` ? target.origin : origin }),
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: URL, headers: OutgoingHttpHeaders): void {
  const { method = "GET", url: path = "/" } = incoming;
  const upstream = httpRequest(
    { host: target.hostname, port: target.port, method, path, headers, agent: false },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      outgoing.flushHeaders();
      response.pipe(outgoing);
      response.on("close", () => !response.complete && outgoing.destroy());
    },
  );
  upstream.on("error", () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}
