import { START_EXIT_CODES, type Frame, type SidecarMessage, type StartFailure } from "../../src-contract/host.ts";

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
  return { kind: "data", client, data };
}

function isStartFailure(value: unknown): value is StartFailure {
  return typeof value === "string" && Object.hasOwn(START_EXIT_CODES, value);
}

function isFrame(value: unknown): value is Frame {
  return typeof value === "string" || (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer);
}
