import type { ConnectorConfig } from "../../../src-contract/connector.ts";
import type { ApprovedCall } from "../../base/approved-call.ts";
import type { JsonObject } from "../../base/canonical-json.ts";
import type { Attachment, Outgoing } from "../attachment.ts";
import { ConnectorError, type Refusal } from "../error.ts";
import type { Era, ServerIdentity } from "./era.ts";
import { HttpWire } from "./http.ts";
import { isShallow } from "./json-shape.ts";
import { paramHeaders, paramHeadersOf, type ParamHeader } from "./param-headers.ts";
import type { RequestOptions } from "./pending-request.ts";
import { openSession, type Session, type SessionEvents } from "./session.ts";
import { StdioWire } from "./stdio-wire.ts";
import type { Subprocesses } from "./stdio.ts";
import { listOffers, type OfferList } from "./offer-list.ts";
import { listTools, type ToolList } from "./tool-list.ts";
import type { Wire } from "./wire.ts";

const HEADER_MISMATCH = -32020;

/** The credentials of this one connection. */
export interface OwnCredentials {
  attach(outgoing: Outgoing): Promise<Attachment>;
  refused(refusal: Refusal, attached: Attachment): Promise<"again" | "no">;
}

export interface OpenOptions {
  readonly config: ConnectorConfig;
  /** The era that worked before. */
  readonly knownEra: Era | null;
  readonly signal: AbortSignal;
  readonly subprocesses: Subprocesses;
  readonly connectTimeoutMs: number;
  readonly maxResultBytes: number;
  readonly allowedHosts: () => readonly string[];
  readonly credentials: OwnCredentials;
  readonly events: SessionEvents;
}

/** What is sent: for a tool its name and arguments, else an operation with the arguments as its parameters. */
export type OutgoingCall = Pick<ApprovedCall, "operation" | "toolName" | "arguments">;

/** An open connection to an MCP server, as a caller of tools sees it. */
export interface McpConnection {
  readonly server: ServerIdentity;
  /** Calls a tool, or carries out another operation of the protocol. */
  carryOut(call: OutgoingCall, options: RequestOptions): Promise<JsonObject>;
  listTools(options: RequestOptions): Promise<ToolList>;
  /** Never fails for what the server says: whatever cannot be listed is empty. */
  listOffers(options: RequestOptions): Promise<OfferList>;
  close(): Promise<void>;
}

/** @throws {ConnectorError}, or what `attach` threw. */
export async function openMcpConnection(options: OpenOptions): Promise<McpConnection> {
  const wire = wireFor(options);
  const { knownEra, events, signal, connectTimeoutMs } = options;
  const session = await openSession(wire, knownEra, events, { timeoutMs: connectTimeoutMs, signal });
  // Only a modern server over HTTP may ask for arguments in headers.
  const marks = wire.kind === "http" && session.server.era === "modern" ? new MarkedTools() : null;
  return {
    server: session.server,
    carryOut: async ({ operation, toolName, arguments: input }, call) => {
      const isTool = operation === "tools/call";
      const params = { name: toolName, arguments: input };
      return complete(
        await (isTool ? callTool(session, marks, params, call) : session.request(operation, input, call)),
      );
    },
    listTools: async (call) => {
      const list = await listTools(session, call);
      return marks ? marks.learn(list) : list;
    },
    listOffers: (call) => listOffers(session, session.server.offering, call),
    close: () => session.close(),
  };
}

function wireFor(options: OpenOptions): Wire {
  const { config, credentials, allowedHosts, connectTimeoutMs, maxResultBytes, subprocesses } = options;
  // A little more than the result itself: the message around it.
  const maxMessageBytes = maxResultBytes + 4096;
  switch (config.kind) {
    case "mcp-stdio": {
      const { command, args, cwd } = config;
      return new StdioWire({
        command,
        args,
        cwd,
        maxMessageBytes,
        subprocesses,
        attachEnv: async () => (await credentials.attach({ kind: "spawn" })).env,
      });
    }
    case "mcp-http":
      return new HttpWire({
        url: config.url,
        maxMessageBytes,
        connectTimeoutMs: Math.min(connectTimeoutMs, 10_000),
        headersTimeoutMs: 24 * 60 * 60 * 1000,
        allowedHosts,
        credentials,
      });
  }
}

type CallParams = { readonly name: string; readonly arguments: JsonObject };

async function callTool(
  session: Session,
  marks: MarkedTools | null,
  params: CallParams,
  options: RequestOptions,
): Promise<JsonObject> {
  if (!marks) return session.request("tools/call", params, options);
  try {
    return await session.request("tools/call", params, { ...options, headers: marks.headersFor(params) });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.rpcError?.code !== HEADER_MISMATCH) throw error;
    // Refused before anything ran, because the server's schema asks for headers that were not known: learn them and ask once more.
    marks.learn(await listTools(session, { timeoutMs: options.timeoutMs, signal: options.signal }));
    return await session.request("tools/call", params, { ...options, headers: marks.headersFor(params) });
  }
}

/** Takes the wire's own mark off a result; everything else stays as the server wrote it. */
function complete(result: JsonObject): JsonObject {
  if (!isShallow(result)) throw unusable("connector_misbehaved", "The server sent an answer that is nested too deep.");
  const { resultType, ...rest } = result;
  if (resultType === undefined) return result;
  if (resultType === "complete") return rest;
  if (resultType !== "input_required")
    throw unusable("connector_misbehaved", "The server sent a kind of result that does not exist.");
  throw unusable(
    "connector_refused",
    "The server wants to ask something before it goes on, and Gatehouse does not pass that on.",
  );
}

function unusable(code: "connector_misbehaved" | "connector_refused", message: string): ConnectorError {
  const hint =
    code === "connector_refused"
      ? "Give it all it needs in its arguments."
      : "This is a fault of the server. Report it to whoever makes it.";
  return new ConnectorError(code, message, { hint, mayHaveRun: true });
}

/** Which arguments of which tools go into headers, as far as it was learned from the server's list. */
class MarkedTools {
  #marks = new Map<string, readonly ParamHeader[]>();

  headersFor({ name, arguments: input }: CallParams): Record<string, string> {
    const marks = this.#marks.get(name);
    return marks ? paramHeaders(marks, input) : {};
  }

  /** @returns The list without the tools whose marks are wrong. */
  learn({ tools, skipped }: ToolList): ToolList {
    this.#marks = new Map();
    const kept = tools.filter(({ name, inputSchema }) => {
      const marks = paramHeadersOf(inputSchema);
      if (marks && marks.length > 0) this.#marks.set(name, marks);
      return marks !== null;
    });
    const dropped = tools.filter((tool) => !kept.includes(tool));
    const reason = "it asks for a header in a way that the protocol does not allow";
    return { tools: kept, skipped: [...skipped, ...dropped.map(({ name }) => ({ name, reason }))] };
  }
}
