import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, isAbsolute, join, relative, sep } from "node:path";
import { contentSecurityPolicy } from "./content-security-policy.ts";

/** A file of the window, ready to be sent. */
export interface Page {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What may be served. A file of any other kind does not exist as far as a page is concerned. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

const NONCE_PLACEHOLDER = "__CSP_NONCE__";

/**
 * Finds a file of the built window by the path of a URL.
 *
 * @param pathname Still percent-encoded, starting with `/`.
 * @returns An absolute path inside `root`, or `undefined` when the path leaves it or names no kind that we serve.
 */
function locateFile(root: string, pathname: string): string | undefined {
  const decoded = decodePath(pathname);
  if (decoded === undefined || decoded.includes("\0") || decoded.includes("\\")) return undefined;
  const file = join(root, decoded === "/" ? "index.html" : decoded);
  const inside = relative(root, file);
  if (inside === "" || isAbsolute(inside) || inside.split(sep).some((part) => part.startsWith("."))) return undefined;
  return CONTENT_TYPES[extname(file)] === undefined ? undefined : file;
}

/** Reads a page with its headers; `undefined` when there is none. */
export async function readPage(root: string, pathname: string): Promise<Page | undefined> {
  const file = locateFile(root, pathname);
  if (file === undefined) return undefined;
  const content = await readFile(file).catch(() => undefined); // an unreadable file and an absent one look the same
  if (content === undefined) return undefined;
  const nonce = randomBytes(16).toString("base64");
  const isHtml = extname(file) === ".html";
  return {
    body: isHtml
      ? new TextEncoder().encode(content.toString("utf8").replaceAll(NONCE_PLACEHOLDER, nonce))
      : new Uint8Array(content),
    headers: {
      "Content-Type": CONTENT_TYPES[extname(file)] ?? "application/octet-stream",
      ...protectiveHeaders(nonce),
    },
  };
}

/** Headers of every response of a host, whatever it says. */
export function protectiveHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(nonce),
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  };
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined; // broken percent-encoding names nothing
  }
}
