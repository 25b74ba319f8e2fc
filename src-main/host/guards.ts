import type { IncomingMessage } from "node:http";

/**
 * Whether the request was meant for us by name. A page that had its own name resolved to 127.0.0.1 sends that name, so
 * only the literal address and port pass.
 */
export function isForUs(request: IncomingMessage, origin: string): boolean {
  return request.headers.host === hostOf(origin);
}

/** Whether the studio's own page sent this. A browser always names the origin of a POST and of a WebSocket. */
export function isFromOurPage(request: IncomingMessage, origin: string): boolean {
  const site = request.headers["sec-fetch-site"];
  return request.headers.origin === origin && (site === undefined || site === "same-origin");
}

/**
 * The path of a request, still percent-encoded; `undefined` unless the target is one plain absolute path.
 *
 * `//host/x` and `http://host/x` name other places and are no paths of ours.
 */
export function pathOf(request: IncomingMessage): string | undefined {
  const target = request.url ?? "";
  if (!target.startsWith("/") || target.startsWith("//")) return undefined;
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function hostOf(origin: string): string {
  return origin.slice("http://".length);
}
