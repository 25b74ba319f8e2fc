import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../base/canonical-json.ts";
import { RPC, RpcError, type RpcRequest } from "./json-rpc.ts";

/** Versions with a handshake, newest first. */
export const LEGACY_VERSIONS = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;
/** Versions in which every request carries what it needs. */
export const MODERN_VERSIONS = ["2026-07-28"] as const;

const META = "io.modelcontextprotocol/";

/** Which of the two protocol eras a request belongs to, and what it says of its client. */
export type Era =
  | { readonly kind: "legacy"; readonly sessionId: string | null }
  | {
      readonly kind: "modern";
      readonly version: string;
      readonly clientName: string;
      readonly clientVersion: string;
      readonly logLevel: string | null;
    };

/**
 * Tells the era of a request, and for a modern one checks that its headers say what its body says.
 *
 * @throws {RpcError} HTTP 400 with -32022 (unsupported version), -32020 (headers and body differ) or -32602 (metadata missing).
 * @see MCP 2026-07-28, basic/transports/streamable-http
 */
export function eraOf(request: RpcRequest, headers: IncomingHttpHeaders): Era {
  const header = single(headers["mcp-protocol-version"]);
  const meta = objectOf(request.params["_meta"]);
  const version = meta[`${META}protocolVersion`];
  const isModernHeader = header !== undefined && !isLegacyVersion(header);
  if (version === undefined && !isModernHeader)
    return { kind: "legacy", sessionId: single(headers["mcp-session-id"]) ?? null };
  if (header === undefined)
    throw new RpcError(RPC.headerMismatch, "The MCP-Protocol-Version header is missing.", { status: 400 });
  if (typeof version !== "string")
    throw new RpcError(RPC.invalidParams, `_meta["${META}protocolVersion"] is missing.`, { status: 400 });
  if (version !== header)
    throw new RpcError(RPC.headerMismatch, "The MCP-Protocol-Version header and the body name different versions.", {
      status: 400,
    });
  if (!MODERN_VERSIONS.some((known) => known === version)) {
    throw new RpcError(RPC.unsupportedVersion, `Protocol version ${JSON.stringify(version)} is not supported.`, {
      status: 400,
      data: { supported: [...MODERN_VERSIONS, ...LEGACY_VERSIONS], requested: version },
    });
  }
  assertHeaders(request, headers);
  if (typeof meta[`${META}clientCapabilities`] !== "object")
    throw new RpcError(RPC.invalidParams, `_meta["${META}clientCapabilities"] is missing.`, { status: 400 });
  const client = objectOf(meta[`${META}clientInfo`]);
  return {
    kind: "modern",
    version,
    clientName: textOf(client["name"]),
    clientVersion: textOf(client["version"]),
    logLevel: textOf(meta[`${META}logLevel`]) || null,
  };
}

/** The version that a handshake settles on: the client's own where we speak it, else our newest. */
export function negotiateLegacy(requested: unknown): string {
  return LEGACY_VERSIONS.find((known) => known === requested) ?? LEGACY_VERSIONS[0];
}

function isLegacyVersion(version: string): boolean {
  return LEGACY_VERSIONS.some((known) => known === version);
}

function assertHeaders(request: RpcRequest, headers: IncomingHttpHeaders): void {
  const method = single(headers["mcp-method"]);
  if (method !== request.method)
    throw new RpcError(RPC.headerMismatch, "The Mcp-Method header does not name the method of the body.", {
      status: 400,
    });
  const expected = nameInBody(request);
  if (expected === undefined) return;
  const name = single(headers["mcp-name"]);
  if (name === undefined || decodeHeaderText(name) !== expected)
    throw new RpcError(RPC.headerMismatch, "The Mcp-Name header does not name what the body names.", { status: 400 });
}

function nameInBody({ method, params }: RpcRequest): string | undefined {
  if (method === "tools/call" || method === "prompts/get") return textOf(params["name"]);
  if (method === "resources/read") return textOf(params["uri"]);
  return undefined;
}

const BASE64_SENTINEL = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

function decodeHeaderText(value: string): string {
  const encoded = BASE64_SENTINEL.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, "base64").toString("utf8");
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

export function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // A JSON value that is neither null nor an array is an object.
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
