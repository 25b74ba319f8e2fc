import type { Id } from "./message.ts";

/**
 * Error codes outside the ranges that JSON-RPC and MCP keep for themselves. `keyRefused` and `forbidden` are also the codes of the
 * agents' door, which mostly answers for itself.
 */
const BRIDGE_ERROR = {
  notRunning: -31001,
  keyRefused: -31002,
  forbidden: -31003,
  /** The connection broke or the answer made no sense: whether the call was made is unknown. */
  lost: -31010,
} as const;

const PARSE_ERROR = -32700;

export interface BridgeError {
  readonly code: number;
  readonly message: string;
}

export const NOT_RUNNING: BridgeError = {
  code: BRIDGE_ERROR.notRunning,
  message: "Gatehouse is not running. Start it (open Gatehouse, or run `gatehouse serve`) and call again.",
};

export const LOST: BridgeError = {
  code: BRIDGE_ERROR.lost,
  message:
    "The connection to Gatehouse broke before the answer came. Whether the call was made is shown in its Activity list; " +
    "look there before calling again.",
};

export const NOT_JSON: BridgeError = {
  code: PARSE_ERROR,
  message: "Parse error: a line must hold one JSON-RPC message of at most 16 MiB",
};

/** What to say when the door answers with a status and nothing that JSON-RPC knows. */
export function errorForStatus(status: number): BridgeError {
  if (status === 401 || status === 403) {
    return {
      code: status === 401 ? BRIDGE_ERROR.keyRefused : BRIDGE_ERROR.forbidden,
      message: "Gatehouse refused the agent's key. Take the current one from the studio's Agents page.",
    };
  }
  return { code: BRIDGE_ERROR.lost, message: `Gatehouse answered with HTTP status ${status} and no message.` };
}

export function errorLine(id: Id | null, error: BridgeError): string {
  return JSON.stringify({ jsonrpc: "2.0", id, error });
}
