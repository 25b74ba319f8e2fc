import * as z from "zod";
import { callId as callIdSchema } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError, type CallHandle } from "../calls/index.ts";
import type { Agent } from "./agent.ts";
import { toolResultOf } from "./content-result.ts";
import { holdFor, type Exchange, type ProgressToken } from "./hold.ts";
import { members, RPC, RpcError } from "./json-rpc.ts";
import { AWAIT_TOOL_NAME, pendingText, resultTextOf, sentence } from "./words.ts";

const callParams = z.object({
  name: z.string(),
  // A client with nothing to say may leave them out.
  arguments: members.optional(),
  _meta: z.looseObject({ progressToken: z.union([z.string().max(256), z.number()]).optional() }).optional(),
});

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
    return await hold(exchange, await exchange.agent.submit(tool, args, exchange.session), _meta?.progressToken);
  } catch (error) {
    if (error instanceof CallError) return sentence(`${error.message} (${error.code})`, error.code, true);
    throw error;
  }
}

async function answerAwait(exchange: Exchange, args: JsonObject, token: ProgressToken): Promise<string> {
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
  return hold(exchange, handle, token);
}

async function listRecent(agent: Agent): Promise<string> {
  const calls = await agent.recentCalls();
  if (calls.length === 0) return sentence("You have no recent calls.", "none", false);
  const lines = calls.map(
    (call) => `${call.id}  ${call.state}  ${call.toolName}  ${new Date(call.receivedAt).toISOString()}`,
  );
  return sentence(`Your recent calls, newest first:\n${lines.join("\n")}`, "listed", false);
}

/** Waits as long as a request may and says in words what became of the call. */
async function hold(exchange: Exchange, handle: CallHandle, token: ProgressToken): Promise<string> {
  const held = await holdFor(exchange, handle, token);
  if (held.kind === "pending") return pendingText(handle.callId, held.stage);
  if (held.kind === "answered" && handle.operation !== "tools/call")
    return toolResultOf(handle.operation, held.resultText);
  return resultTextOf(handle.callId, held);
}
