import { addressKind } from "./http-address.ts";
import { HttpError } from "./http-error.ts";
import { isListed } from "./http-reach.ts";
import { createFetch, resolveName, type Resolve } from "./http.ts";

const MAX_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5000;
const ANSWER_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_NAMES = 256;

/** Whom an address was learned from: `public` is a server of the internet, `chosen` a person, or a host that an admin named. */
export type Origin = "public" | "chosen";

export interface NetOptions {
  /** Hosts of this machine or private networks that may be reached, each `host` or `host:port`. Asked for at every request. */
  readonly allowedHosts: () => readonly string[];
  /** The resolver of the operating system, if not told. */
  readonly resolve?: Resolve;
  /** From the request to the end of the answer; 10 seconds. */
  readonly answerTimeoutMs?: number;
}

/** Short exchanges with servers that others name: at most 1 MiB, connected within 5 seconds, complete within 10. */
export interface Net {
  /** No redirect is followed. @throws {HttpError} */
  fetch(url: string, init: RequestInit, origin: Origin): Promise<Response>;
  /**
   * GET without anything that could tell who asks, with at most three redirects, each judged anew.
   *
   * @throws {HttpError}
   */
  document(url: string, origin: Origin, signal?: AbortSignal): Promise<Response>;
  /** What an address that this server names is learned from. */
  originOf(url: string): Origin;
  /** Closes the connections that are kept alive. */
  close(): void;
}

/**
 * Makes the way to servers whose addresses other servers name.
 *
 * What a public server names has to be public, whatever an admin allowed for connectors: otherwise any of them could have us knock inside
 * (no inward hop).
 */
export function createNet(options: NetOptions): Net {
  const { allowedHosts, resolve = resolveName, answerTimeoutMs = ANSWER_TIMEOUT_MS } = options;
  const publicNames = new PublicNames();
  const policy = {
    maxBytes: MAX_BYTES,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    headersTimeoutMs: answerTimeoutMs,
    wholeTimeoutMs: answerTimeoutMs,
    resolve: publicNames.watch(resolve),
  };
  const outward = createFetch({ ...policy, allowedHosts: () => [] });
  const inward = createFetch({ ...policy, allowedHosts });

  const ask = async (url: string, init: RequestInit, origin: Origin): Promise<Response> => {
    if (origin === "chosen") return inward(url, init);
    try {
      return await outward(url, init);
    } catch (error) {
      // No admin can allow it, so nobody is offered to.
      if (error instanceof HttpError && error.code === "host_not_allowed") throw inwardHop(error);
      throw error;
    }
  };

  const originOf = (url: string): Origin => {
    if (!URL.canParse(url)) return "public";
    const parsed = new URL(url);
    return isListed(parsed, allowedHosts()) && !publicNames.has(parsed) ? "chosen" : "public";
  };

  return {
    fetch: ask,
    document: async (url, origin, signal) => {
      const init = { headers: { accept: "application/json" }, ...(signal && { signal }) };
      let from = origin;
      let at = url;
      for (let left = MAX_REDIRECTS; ; left -= 1) {
        const response = await ask(at, init, from);
        const location = redirectOf(response);
        if (location === null || left === 0 || !URL.canParse(location, at)) return response;
        // An address that a public server named stays one, wherever it leads.
        if (from === "chosen") from = originOf(at);
        at = new URL(location, at).href;
      }
    },
    originOf,
    close: () => {
      outward.close();
      inward.close();
    },
  };
}

/** Names that led to a public address when they were last asked for: an admin may have named such a host, and still it is not inside. */
class PublicNames {
  readonly #names = new Set<string>();

  watch(resolve: Resolve): Resolve {
    return (hostname, done) =>
      resolve(hostname, (error, addresses) => {
        if (this.#names.size >= MAX_NAMES) this.#names.clear();
        if (addresses.some(({ address }) => addressKind(address) === "public")) this.#names.add(hostname);
        else this.#names.delete(hostname);
        done(error, addresses);
      });
  }

  has({ hostname }: URL): boolean {
    return this.#names.has(hostname) || addressKind(hostname.replace(/^\[|\]$/g, "")) === "public";
  }
}

function redirectOf({ status, headers }: Response): string | null {
  return REDIRECTS.has(status) ? headers.get("location") : null;
}

function inwardHop(error: HttpError): HttpError {
  return new HttpError(
    "url_refused",
    "A public server names an address inside a private network, which is not followed.",
    {
      cause: error,
    },
  );
}
