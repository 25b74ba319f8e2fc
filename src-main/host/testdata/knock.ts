import { request, type IncomingHttpHeaders } from "node:http";
import { WebSocket } from "ws";
import type { RunningHost } from "../start-host.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Knock {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request as any program could: `path` is sent as written, and `host` may be anything. */
export function knock(origin: string, path: string, options: Knock = {}): Promise<Answer> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port, path, method: options.method ?? "GET", headers: options.headers ?? {}, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const body = Buffer.concat(chunks).toString("utf8");
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

export function launchCode(address: string): string {
  return new URLSearchParams(new URL(address).hash.slice(1)).get("k") ?? "";
}

export function exchange(host: RunningHost, code: string): Promise<Answer> {
  return knock(host.origin, "/session", { method: "POST", headers: { origin: host.origin }, body: code });
}

/** A window's token, by the way a window takes. */
export async function tokenOf(host: RunningHost): Promise<string> {
  return (await exchange(host, launchCode(host.windowAddress()))).body;
}

/** A WebSocket with what a browser would send, or what an intruder would. */
export function dial(origin: string, protocols: string[], headers: Record<string, string>, path = "/bridge"): WebSocket {
  return new WebSocket(`${origin.replace("http", "ws")}${path}`, protocols, { headers });
}

/** `open`, or the status of the refusal. */
export function outcome(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_request, response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    socket.on("error", () => resolve("error"));
  });
}

/** A window that is connected and remembers what it was sent. */
export async function openWindow(host: RunningHost): Promise<WebSocket> {
  const socket = dial(host.origin, ["studio.v1", `auth.${await tokenOf(host)}`], { origin: host.origin });
  const result = await outcome(socket);
  if (result !== "open") throw new Error(`the window was refused: ${result}`);
  return socket;
}

export function nextFrame(socket: WebSocket): Promise<string | Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.once("message", (data, isBinary) => {
      // `ws` hands over a Buffer unless it is told otherwise.
      const bytes = data as Buffer;
      resolve(isBinary ? new Uint8Array(bytes) : bytes.toString("utf8"));
    });
  });
}

export function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once("close", resolve));
}
