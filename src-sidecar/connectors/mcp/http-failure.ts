import { HttpError, type HttpErrorCode } from "../../base/http-error.ts";
import { ConnectorError, quoted, type ConnectorErrorCode, type Refusal } from "../error.ts";
import { isJsonObject } from "./json-shape.ts";

/** What a failed exchange means. */
export interface Failure {
  /** A `ConnectorError`, or the error of whoever was to attach credentials, as it was. */
  readonly error: unknown;
  readonly status: number | null;
  /** Nobody answers at that address. */
  readonly isUnreachable: boolean;
}

const NETWORK: Readonly<Record<HttpErrorCode, { code: ConnectorErrorCode; hint: string; mayHaveRun: boolean }>> = {
  url_refused: {
    code: "url_refused",
    hint: "Use an https address. Hosts of your own network may do without where an admin allowed them under Settings.",
    mayHaveRun: false,
  },
  host_not_allowed: {
    code: "host_not_allowed",
    hint: "An admin can allow it under Settings, or with `gatehouse hosts allow`.",
    mayHaveRun: false,
  },
  unreachable: {
    code: "connector_unreachable",
    hint: "Check the address, and that the server is running.",
    mayHaveRun: false,
  },
  timeout: {
    code: "connector_timeout",
    hint: "Check that the server is running and not overloaded.",
    mayHaveRun: true,
  },
  closed: {
    code: "connector_closed",
    hint: "Look at what the tool did before you call it again.",
    mayHaveRun: true,
  },
  too_large: { code: "result_too_large", hint: "Ask for less at once.", mayHaveRun: true },
};

/**
 * Translates what the SDK's transport and our `fetch` throw. Texts of the peer go into `detail` only.
 *
 * @param refusal How the server refused this request, if it did.
 */
export function failureOf(error: unknown, refusal?: Refusal): Failure {
  if (error instanceof HttpError)
    return { error: network(error), status: null, isUnreachable: error.code === "unreachable" };
  // For some refusals the SDK has an error of its own, without the status.
  const status = refusal?.status ?? statusOf(error);
  if (status !== null && error instanceof Error)
    return { error: answered(status, error, refusal), status, isUnreachable: false };
  if (!isSdkError(error)) return { error, status: null, isUnreachable: false };
  const detail = quoted(error.message);
  const misbehaved = new ConnectorError("connector_misbehaved", "The server's answer is not of the protocol.", {
    hint: "Check that this is the address of an MCP server that speaks Streamable HTTP.",
    detail,
    mayHaveRun: true,
  });
  return { error: misbehaved, status: null, isUnreachable: false };
}

/** The server does not know our session any more, so it cannot have run the call. */
export function sessionEnded({ error }: Failure): ConnectorError {
  const detail = error instanceof ConnectorError ? error.detail : "";
  return new ConnectorError("connector_closed", "The server has ended the session.", { detail, mayRetry: true });
}

function network(error: HttpError): ConnectorError {
  const { code, hint, mayHaveRun } = NETWORK[error.code];
  const message = error.code === "unreachable" ? "The server could not be reached." : error.message;
  const host = error.host ?? undefined;
  return new ConnectorError(code, message, { hint, mayHaveRun, host, detail: error.message, cause: error });
}

function answered(status: number, error: Error, refusal: Refusal | undefined): ConnectorError {
  const detail = quoted(error.message);
  const said = `The server answered with HTTP ${status}.`;
  if (status === 401 || status === 403) {
    const hint = "Check the credential that is mapped to this connector's headers.";
    return new ConnectorError("connector_refused", said, { hint, detail, refusal });
  }
  if (status >= 300 && status < 400) {
    const hint = "It redirects to another address. If that is where the server lives now, enter that address.";
    return new ConnectorError("url_refused", said, { hint, detail });
  }
  const rpc = rpcErrorIn(error);
  if (rpc) return new ConnectorError("upstream_error", said, { rpcError: rpc, detail, mayHaveRun: true });
  if (status === 429 || status >= 500) {
    return new ConnectorError("connector_unreachable", said, {
      hint: "Try again later.",
      detail,
      mayHaveRun: status !== 429,
    });
  }
  const hint = "Check the address. The older HTTP+SSE transport is not supported; Streamable HTTP is.";
  return new ConnectorError("connector_misbehaved", said, { hint, detail });
}

function rpcErrorIn(error: Error): { code: number; message: string; data?: unknown } | null {
  const text = "data" in error && isJsonObject(error.data) ? error.data["text"] : undefined;
  if (typeof text !== "string") return null;
  try {
    const body: unknown = JSON.parse(text);
    const inner = isJsonObject(body) ? body["error"] : undefined;
    if (!isJsonObject(inner) || typeof inner["code"] !== "number") return null;
    const { code, message, data } = inner;
    return { code, message: typeof message === "string" ? message : "", ...(data !== undefined && { data }) };
  } catch {
    return null; // Not JSON: then it is no JSON-RPC error either.
  }
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("data" in error) || !isJsonObject(error.data)) return null;
  const { status } = error.data;
  return typeof status === "number" ? status : null;
}

/** Errors of the SDK's transport and of its parsers. Known by name: the class would have to be imported, and with it the SDK. */
function isSdkError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof ConnectorError) return false;
  return ["SdkError", "SdkHttpError", "SyntaxError", "ZodError", "$ZodError"].includes(error.name);
}
