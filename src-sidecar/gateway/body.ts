import type { IncomingMessage } from "node:http";
import type { KeyId } from "../../src-contract/ids.ts";
import { RPC, RpcError, shapeFault } from "./json-rpc.ts";
import type { KeyBytes } from "./key-bytes.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;

/** On whose account a body is read. */
export interface Reading {
  readonly keyId: KeyId;
  readonly bytes: KeyBytes;
}

/**
 * Reads a request's body and parses it as JSON, in at most 30 s.
 *
 * @throws {RpcError} with the status of what is wrong: 415 another content type, 413 larger than 4 MiB, 429 too much of this key on its way,
 * 400 broken off, no JSON, or of a shape that would not be shown as it is sent.
 */
export async function readBody(request: IncomingMessage, reading: Reading): Promise<unknown> {
  const { headers } = request;
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? ""))
    throw new RpcError(RPC.invalidRequest, "Send application/json.", { status: 415 });
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS);
  try {
    return parseBody(await collect(request, reading));
  } finally {
    clearTimeout(timer);
  }
}

async function collect(request: IncomingMessage, { keyId, bytes }: Reading): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let chunks: Buffer[] = [];
  let size = 0;
  const refuse = (error: RpcError): void => {
    chunks = [];
    reject(error);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.byteLength;
    const hasRoom = bytes.come(keyId, chunk.byteLength);
    if (size > MAX_BODY_BYTES) refuse(tooLarge());
    else if (!hasRoom) refuse(tooMuch());
    else chunks.push(chunk);
  };
  request.on("data", onData);
  request.on("end", () => resolve(Buffer.concat(chunks)));
  const breakOff = (): void => refuse(new RpcError(RPC.invalidRequest, "The request broke off.", { status: 400 }));
  request.on("error", breakOff).once("close", breakOff);
  try {
    return await promise;
  } finally {
    request.off("data", onData); // What is refused is read on and dropped, and takes no room.
    bytes.gone(keyId, size);
  }
}

function tooMuch(): RpcError {
  return new RpcError(RPC.tooLarge, "Too much is being sent with this key at once. Send it again in a moment.", {
    status: 429,
  });
}

function tooLarge(): RpcError {
  return new RpcError(RPC.tooLarge, "The request is larger than 4 MiB.", { status: 413 });
}

function parseBody(body: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new RpcError(RPC.parseError, "The request is not JSON.", { status: 400 }); // The parser's own message would quote the body.
  }
  const fault = shapeFault(value);
  if (fault !== null) throw new RpcError(RPC.invalidRequest, `The request is refused. ${fault}`, { status: 400 });
  return value;
}
