import * as z from "zod";
import { callId as callIdSchema, type CallId } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError, type CallHandle, type Progress } from "../calls/index.ts";
import type { SessionEntry } from "../policy/index.ts";
import type { Agent } from "./agent.ts";
import { members, notificationMessage, RPC, RpcError } from "./json-rpc.ts";
import type { Reply } from "./reply.ts";
import { AWAIT_TOOL_NAME, pendingText, resultTextOf, sentence } from "./words.ts";

const PROGRESS_MS = 15_000; // Claude Code gives up after 60 s of silence and after 300 s without progress.
const QUIET_MS = 2_000; // A call that takes longer gets a stream, so that its agent sees life.

const callParams = z.object({
  name: z.string(),
  // A client with nothing to say may leave them out.
  arguments: members.optional(),
  _meta: z.looseObject({ progressToken: z.union([z.string(), z.number()]).optional() }).optional(),
});

/** Where a request's words go, and when it is over. */
export interface Exchange {
  readonly agent: Agent;
  readonly session: SessionEntry;
  readonly reply: Reply;
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
}

/**
 * Answers `tools/call`: hands the call in, keeps the agent alive while it waits, and returns its result as JSON text.
 *
 * What is wrong with the call itself is a result with `isError`, which the model reads; only an unknown tool is a protocol error.
 *
 * @throws {RpcError} -32602.
 */
export async function answerToolCall(exchange: Exchange, params: JsonObject): Promise<string> {
  const parsed = callParams.safeParse(params);
  if (!parsed.success)
    throw new RpcError(RPC.invalidParams, "tools/call needs a name, and arguments that are an object.");
  const { name, arguments: args = {}, _meta } = parsed.data;
  try {
    if (name === AWAIT_TOOL_NAME) return await answerAwait(exchange, args, _meta?.progressToken);
    const tool = exchange.agent.toolset().find(name);
    if (!tool)
      throw new RpcError(
        RPC.invalidParams,
        `Unknown tool: ${JSON.stringify(name)}. List the tools again; your key's policy may have changed.`,
      );
    return await holdFor(exchange, exchange.agent.submit(tool, args, exchange.session), _meta?.progressToken);
  } catch (error) {
    if (error instanceof CallError) return sentence(`${error.message} (${error.code})`, error.code, true);
    throw error;
  }
}

async function answerAwait(exchange: Exchange, args: JsonObject, token: string | number | undefined): Promise<string> {
  const wanted = args["call_id"];
  if (wanted === undefined) return listRecent(exchange.agent);
  const id = callIdSchema.safeParse(wanted);
  const handle = id.success ? await exchange.agent.attach(id.data) : null;
  if (!handle)
    return sentence(
      "There is no such call for this key. Leave call_id out to list your recent calls.",
      "not_found",
      true,
    );
  return holdFor(exchange, handle, token);
}

async function listRecent(agent: Agent): Promise<string> {
  const calls = await agent.recentCalls();
  if (calls.length === 0) return sentence("You have no recent calls.", "none", false);
  const lines = calls.map(
    (call) => `${call.id}  ${call.state}  ${call.toolName}  ${new Date(call.receivedAt).toISOString()}`,
  );
  return sentence(`Your recent calls, newest first:\n${lines.join("\n")}`, "listed", false);
}

/** Waits for the outcome as long as a request may, with signs of life; then says that it is pending. */
async function holdFor(exchange: Exchange, handle: CallHandle, token: string | number | undefined): Promise<string> {
  const { reply, signal, agent } = exchange;
  const holdMs = agent.holdMs();
  const release = handle.watch(Date.now() + holdMs);
  const life = new SignsOfLife(reply, token, handle.callId);
  const stopListening = handle.onProgress((progress) => life.relay(progress));
  if (handle.isWaiting()) life.start("Waiting for a person's approval in Gatehouse.");
  const quiet = setTimeout(() => life.start("Still running."), QUIET_MS);
  let why: Parameters<typeof release>[0] = "answered";
  const patience = new Patience(holdMs, signal);
  try {
    const ended = await Promise.race([handle.outcome, patience.over]);
    if (ended === "hung-up") {
      why = "disconnected";
      return pendingText(handle.callId);
    }
    if (ended === "timeout") {
      why = "pending";
      return pendingText(handle.callId);
    }
    return resultTextOf(handle.callId, ended);
  } finally {
    patience.end();
    clearTimeout(quiet);
    life.stop();
    stopListening();
    release(why);
  }
}

/** How long a request may be held: until its time is over or its agent hangs up. */
class Patience {
  readonly over: Promise<"timeout" | "hung-up">;
  readonly #end: () => void;

  constructor(ms: number, signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<"timeout" | "hung-up">();
    const timer = setTimeout(() => resolve("timeout"), ms);
    const onAbort = () => resolve("hung-up");
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    this.over = promise;
    this.#end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
  }

  end(): void {
    this.#end();
  }
}

/** Progress that only ever grows, as the protocol asks, from our own clock and from the connector. */
class SignsOfLife {
  readonly #reply: Reply;
  readonly #token: string | number | undefined;
  readonly #callId: CallId;
  #last = 0;
  #base: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(reply: Reply, token: string | number | undefined, callId: CallId) {
    this.#reply = reply;
    this.#token = token;
    this.#callId = callId;
  }

  start(message: string): void {
    if (this.#timer) return;
    this.#reply.openStream();
    this.#say(message);
    this.#timer = setInterval(() => this.#say(message), PROGRESS_MS);
  }

  /** Passes a connector's progress on, on top of what was already reported. */
  relay({ progress, total, message }: Progress): void {
    this.#base ??= this.#last;
    const value = this.#base + progress;
    if (value > this.#last || this.#last === 0) this.#send(value, total, message); // The protocol asks that it only ever grows.
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #say(message: string): void {
    this.#send(this.#last + 1, undefined, `${message} Call ${this.#callId}.`);
  }

  #send(progress: number, total: number | undefined, message: string | undefined): void {
    if (this.#token === undefined) return;
    this.#last = progress;
    const words = message === undefined ? {} : { message };
    this.#reply.notify(
      notificationMessage("notifications/progress", {
        progressToken: this.#token,
        progress,
        ...(total === undefined ? {} : { total }),
        ...words,
      }),
    );
  }
}
