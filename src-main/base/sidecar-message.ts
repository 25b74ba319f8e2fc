import {
  START_EXIT_CODES,
  type Frame,
  type KeychainRequest,
  type SidecarMessage,
  type StartFailure,
} from "../../src-contract/host.ts";

/** Of every secret that the keychain keeps. */
const KEYCHAIN_SECRET_BYTES = 32;
/** Words and ids between slashes: nothing in it means anything to a file system but the slashes, and those are replaced. */
const KEYCHAIN_NAME = /^(?=.{1,200}$)[a-z0-9-]+(\/[a-z0-9-]+)*$/;

/** Reads what the sidecar said; `undefined` when it is none of its sentences. Frames stay opaque. */
export function parseSidecarMessage(value: unknown): SidecarMessage | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  switch (value.kind) {
    case "ready":
      return parseReady(value);
    case "failed":
      return parseFailed(value);
    case "data":
      return parseData(value);
    case "locking":
      return { kind: "locking" };
    case "waiting":
      return parseWaiting(value);
    case "keychain":
      return parseKeychain(value);
    default:
      return undefined;
  }
}

function parseReady(value: object): SidecarMessage | undefined {
  if (!("agentsUrl" in value) || typeof value.agentsUrl !== "string") return undefined;
  return { kind: "ready", agentsUrl: value.agentsUrl };
}

function parseFailed(value: object): SidecarMessage | undefined {
  if (!("code" in value && "message" in value)) return undefined;
  const { code, message } = value;
  if (!isStartFailure(code) || typeof message !== "string") return undefined;
  return { kind: "failed", code, message };
}

function parseData(value: object): SidecarMessage | undefined {
  if (!("client" in value && "data" in value)) return undefined;
  const { client, data } = value;
  if (typeof client !== "number" || !isFrame(data)) return undefined;
  return { kind: "data", client, data, ...("isText" in value && value.isText === true && { isText: true }) };
}

function parseWaiting(value: object): SidecarMessage | undefined {
  if (!("count" in value && "dangerous" in value && "fresh" in value)) return undefined;
  const { count, dangerous, fresh } = value;
  return isCount(count) && isCount(dangerous) && isCount(fresh)
    ? { kind: "waiting", count, dangerous, fresh }
    : undefined;
}

function parseKeychain(value: object): SidecarMessage | undefined {
  if (!("request" in value && "ask" in value) || typeof value.request !== "number") return undefined;
  const ask = parseKeychainRequest(value.ask);
  return ask === undefined ? undefined : { kind: "keychain", request: value.request, ask };
}

function parseKeychainRequest(value: unknown): KeychainRequest | undefined {
  if (typeof value !== "object" || value === null || !("op" in value)) return undefined;
  const { op } = value;
  if (op === "state") return { op };
  if (!("name" in value) || typeof value.name !== "string" || !KEYCHAIN_NAME.test(value.name)) return undefined;
  const { name } = value;
  if (op === "load" || op === "remove") return { op, name };
  if (op !== "save" || !("secret" in value)) return undefined;
  const { secret } = value;
  return isBytes(secret) && secret.byteLength === KEYCHAIN_SECRET_BYTES ? { op, name, secret } : undefined;
}

function isStartFailure(value: unknown): value is StartFailure {
  return typeof value === "string" && Object.hasOwn(START_EXIT_CODES, value);
}

function isFrame(value: unknown): value is Frame {
  return typeof value === "string" || isBytes(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}
