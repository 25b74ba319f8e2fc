import * as z from "zod";
import type { Json, JsonObject } from "../base/canonical-json.ts";

/** JSON-RPC 2.0 as MCP uses it. */

export type RpcId = string | number;

export interface RpcRequest {
  readonly id: RpcId;
  readonly method: string;
  readonly params: JsonObject;
}

/** What a client may send: a request that wants an answer, or something that does not. */
export type RpcMessage =
  | { readonly kind: "request"; readonly request: RpcRequest }
  | { readonly kind: "notification"; readonly method: string; readonly params: JsonObject }
  | { readonly kind: "response" };

/** Codes of JSON-RPC 2.0 §5.1 and of MCP. Our own are outside the range that the protocol reserves. */
export const RPC = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
  unauthorized: -31002,
  forbidden: -31003,
  tooLarge: -31004,
  /** A call that is no tool's, and has no result to say it in, was not carried out. */
  callFailed: -31005,
  callRefused: -31006,
  callPending: -31007,
  /** A resource that nobody lists, in the handshake era; the newer one says `invalidParams`. */
  resourceNotFound: -32002,
} as const;

/** A request that cannot be answered with a result. `status` is the HTTP status it goes out with. */
export class RpcError extends Error {
  readonly code: number;
  readonly status: number;
  readonly data: Json | undefined;

  constructor(code: number, message: string, options: { readonly status?: number; readonly data?: Json } = {}) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    this.status = options.status ?? 200;
    this.data = options.data;
  }
}

/** An object as JSON.parse gave it. */
export const members = z.custom<JsonObject>(isObject);
const MAX_NAME = 256; // UTF-16 code units of a method or a text id

const MAX_DEPTH = 128; // What walks a message later does so by recursion.

/**
 * What makes a message one that would not be shown as it is sent; null: nothing. Some libraries lose a member called `__proto__`, others
 * read it; a number beyond what a double holds becomes infinite, which JSON cannot carry.
 */
export function shapeFault(value: unknown, depth = MAX_DEPTH): string | null {
  if (typeof value === "number" && !Number.isFinite(value)) return "It holds a number that is too large.";
  if (typeof value !== "object" || value === null) return null;
  if (depth === 0) return "It is nested too deep.";
  for (const key of Object.keys(value)) {
    const member: unknown = Reflect.get(value, key);
    const fault = key === "__proto__" ? "It has a member called __proto__." : shapeFault(member, depth - 1);
    if (fault !== null) return fault;
  }
  return null;
}

/**
 * Parses one message, as JSON.parse gave it.
 *
 * @throws {RpcError} `-32600` with HTTP 400.
 */
export function parseMessage(value: unknown): RpcMessage {
  // By hand: every request comes through here, and its schema would have copied it.
  if (!isObject(value) || value["jsonrpc"] !== "2.0") throw notRpc();
  const { id, method, params = {}, result, error } = value;
  if ((id !== undefined && !isId(id)) || !isObject(params)) throw notRpc();
  if (method !== undefined) {
    if (typeof method !== "string" || method.length > MAX_NAME) throw notRpc();
    return id === undefined
      ? { kind: "notification", method, params }
      : { kind: "request", request: { id, method, params } };
  }
  if (id !== undefined && (result !== undefined || error !== undefined)) return { kind: "response" };
  throw notRpc();
}

function isId(value: Json): value is RpcId {
  return typeof value === "number" || (typeof value === "string" && value.length <= MAX_NAME);
}

// What JSON.parse gave is JSON all the way down: it is not walked a second time.
function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notRpc(): RpcError {
  return new RpcError(RPC.invalidRequest, "This is not a JSON-RPC 2.0 message.", { status: 400 });
}

/** A result as wire text. `resultText` is JSON already, so that a large result is not parsed and written again. */
export function resultMessage(id: RpcId, resultText: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${resultText}}`;
}

export function errorMessage(id: RpcId | null, error: RpcError): string {
  const body = { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) };
  return JSON.stringify({ jsonrpc: "2.0", id, error: body });
}

export function notificationMessage(method: string, content: JsonObject): string {
  return JSON.stringify({ jsonrpc: "2.0", method, params: content });
}
