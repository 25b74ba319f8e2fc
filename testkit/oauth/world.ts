import { HttpError } from "../../src-sidecar/base/http-error.ts";
import { isListed, reachOf } from "../../src-sidecar/base/http-reach.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;

/** A request as it arrived. */
export interface WorldRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The form, or the members of the JSON, that was sent. */
  readonly form: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a place answers: a body (JSON when it is an object), or a way of not answering. */
export interface WorldAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  readonly fails?: "unreachable" | "timeout" | "closed";
}

type Teller = WorldAnswer | ((request: WorldRequest) => WorldAnswer);
type Origin = "public" | "chosen";

/**
 * An internet in memory whose servers say what a test has them say, for what no correct server would do. Addresses are judged as the
 * real network judges them; a place that nobody set answers 404.
 */
export interface World {
  /** Sets what `GET https://…` or `POST https://…` answers; the address is without its query. */
  on(place: string, answer: Teller): World;
  /** The requests that arrived somewhere, as `POST https://…`. */
  readonly sent: readonly string[];
  readonly requests: readonly WorldRequest[];
  readonly net: {
    fetch(url: string, init: RequestInit, origin: Origin): Promise<Response>;
    document(url: string, origin: Origin): Promise<Response>;
    originOf(url: string): Origin;
  };
}

/**
 * Begins with nobody in it.
 *
 * @param allowedHosts What an admin allowed, as `127.0.0.1:3000`.
 * @param names Names that lead to addresses: a public name that leads inside is refused at the connection.
 */
export function createWorld(allowedHosts: readonly string[] = [], names: Readonly<Record<string, string>> = {}): World {
  const places = new Map<string, Teller>();
  const requests: WorldRequest[] = [];
  const fetch = async (url: string, init: RequestInit, origin: Origin): Promise<Response> => {
    judge(url, origin);
    const request = requestOf(url, init);
    requests.push(request);
    const told = places.get(`${request.method} ${url.split("?")[0]}`) ?? { status: 404, body: "not here" };
    return responseOf(typeof told === "function" ? told(request) : told);
  };
  const judge = (url: string, origin: Origin): void => {
    try {
      const reach = reachOf(url, origin === "chosen" ? allowedHosts : []);
      const address = names[reach.url.hostname];
      if (address !== undefined) reachOf(`https://${address}/`, reach.isNamed ? [address] : []);
    } catch (error) {
      const isInward = origin === "public" && error instanceof HttpError && error.code === "host_not_allowed";
      throw isInward ? new HttpError("url_refused", "A public server leads inside.", { cause: error }) : error;
    }
  };
  const originOf = (url: string): Origin =>
    URL.canParse(url) && isListed(new URL(url), allowedHosts) ? "chosen" : "public";
  const world: World = {
    on: (place, answer) => {
      places.set(place, answer);
      return world;
    },
    get sent() {
      return requests.map(({ method, url }) => `${method} ${url}`);
    },
    requests,
    net: {
      fetch,
      originOf,
      async document(url, origin) {
        let [at, from] = [url, origin];
        for (let left = MAX_REDIRECTS; ; left -= 1) {
          const response = await fetch(at, {}, from);
          const location = response.headers.get("location");
          if (location === null || response.status < 300 || response.status > 399 || left === 0) return response;
          if (from === "chosen") from = originOf(at);
          at = new URL(location, at).href;
        }
      },
    },
  };
  return world;
}

function requestOf(url: string, init: RequestInit): WorldRequest {
  const headers = new Headers(init.headers);
  const body = typeof init.body === "string" ? init.body : "";
  const isJson = headers.get("content-type")?.startsWith("application/json") === true;
  const form = isJson ? (JSON.parse(body) as Record<string, string>) : Object.fromEntries(new URLSearchParams(body));
  return { method: init.method ?? "GET", url, headers, form, body };
}

function responseOf({ status = 200, headers = {}, body = "", fails }: WorldAnswer): Response {
  if (fails !== undefined) throw new HttpError(fails, "The world does not answer.");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (text.length > MAX_BYTES) throw new HttpError("too_large", `The response is larger than ${MAX_BYTES} bytes.`);
  const type = typeof body === "string" ? "text/html" : "application/json";
  const isEmpty = text === "" || status === 204 || status === 304;
  return new Response(isEmpty ? null : text, { status, headers: { "content-type": type, ...headers } });
}
