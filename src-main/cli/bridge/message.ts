/** Ids as JSON-RPC allows them; `1` and `"1"` are different ids. */
export type Id = string | number;

/**
 * One line of the agent, read as far as a bridge must know it.
 *
 * `modern` lines say their protocol version in themselves (2026-07-28 and later) and stand alone; `legacy` lines belong
 * to a session that began with `initialize`.
 */
export type AgentLine =
  | {
      readonly kind: "modern";
      readonly ids: readonly Id[];
      readonly method: string;
      readonly version: string;
      readonly params: object;
    }
  | { readonly kind: "initialize"; readonly ids: readonly Id[] }
  | { readonly kind: "initialized" }
  | { readonly kind: "cancelled"; readonly requestId: Id | undefined }
  /** Requests wait for answers; without `ids` it is a notification or an answer to the server. */
  | { readonly kind: "legacy"; readonly ids: readonly Id[] };

const PROTOCOL_VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

/** Reads a line; `undefined` when it is not JSON, or neither an object nor a list of objects. */
export function parseAgentLine(text: string): AgentLine | undefined {
  const value = parseJson(text);
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every(isObject)) return undefined;
    return { kind: "legacy", ids: value.flatMap(requestIds) };
  }
  if (!isObject(value)) return undefined;
  return classify(value);
}

/** What the server sent, as one line, read as far as a bridge must know it. */
export interface ServerMessage {
  readonly line: string;
  /** Requests that it answers. */
  readonly answers: readonly Id[];
  /** An error whose sender did not know which request it answers. */
  readonly isStray: boolean;
  /** The protocol version chosen, in an answer to `initialize`. */
  readonly version: string | undefined;
}

/** Reads a message of the server; `undefined` when it is none. Numbers keep their digits: nothing is re-encoded. */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const value = parseJson(text);
  const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (messages.length === 0 || !messages.every(isObject)) return undefined;
  const answering = messages.filter((message) => "result" in message || "error" in message);
  const [first] = messages;
  const result = first?.["result"];
  const version = isObject(result) ? result["protocolVersion"] : undefined;
  return {
    // In JSON a raw line break can only stand between tokens.
    line: text.trim().replaceAll(/[\r\n]+/g, " "),
    answers: answering.flatMap((message) => (isId(message["id"]) ? [message["id"]] : [])),
    isStray: messages.length === 1 && answering.length === 1 && !isId(first?.["id"]),
    version: typeof version === "string" ? version : undefined,
  };
}

/** `line` as an answer to the request `id`. */
export function withId(line: string, id: Id): string {
  const value = parseJson(line);
  return JSON.stringify({ ...(isObject(value) ? value : {}), id });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller says so to whoever sent it
  }
}

function classify(message: Record<string, unknown>): AgentLine {
  const method = message["method"];
  const params = isObject(message["params"]) ? message["params"] : {};
  const ids = requestIds(message);
  if (typeof method !== "string") return { kind: "legacy", ids: [] };
  if (method === "notifications/cancelled") {
    const { requestId } = params;
    return { kind: "cancelled", requestId: isId(requestId) ? requestId : undefined };
  }
  const meta = isObject(params["_meta"]) ? params["_meta"] : {};
  const version = meta[PROTOCOL_VERSION_KEY];
  if (typeof version === "string") return { kind: "modern", ids, method, version, params };
  if (method === "initialize") return { kind: "initialize", ids };
  if (method === "notifications/initialized") return { kind: "initialized" };
  return { kind: "legacy", ids };
}

function requestIds(message: Record<string, unknown>): readonly Id[] {
  return typeof message["method"] === "string" && isId(message["id"]) ? [message["id"]] : [];
}

function isId(value: unknown): value is Id {
  return typeof value === "string" || typeof value === "number";
}
