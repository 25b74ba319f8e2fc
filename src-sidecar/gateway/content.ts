import * as z from "zod";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError, type CallHandle } from "../calls/index.ts";
import type { AgentOffers, Route } from "./agent-offers.ts";
import type { AgentToolset } from "./agent.ts";
import { contentResultOf } from "./content-result.ts";
import { holdFor, type Exchange, type ProgressToken } from "./hold.ts";
import { members, RPC, RpcError } from "./json-rpc.ts";
import { pendingSentence, sentenceOf, stateOf } from "./words.ts";

/** What an agent can ask for beside tools, and the operation without which it does not exist. */
const NEEDED = {
  "resources/list": "resources/read",
  "resources/templates/list": "resources/read",
  "resources/read": "resources/read",
  "prompts/list": "prompts/get",
  "prompts/get": "prompts/get",
  "completion/complete": "completion/complete",
} as const;

export type ContentMethod = keyof typeof NEEDED;

const PAGE = 1000; // entries; most agents never ask for a second page

const token = z.looseObject({ progressToken: z.union([z.string(), z.number()]).optional() }).optional();
const listParams = z.object({ cursor: z.string().optional() });
const readParams = z.object({ uri: z.string(), _meta: token });
const promptParams = z.object({ name: z.string(), arguments: members.optional(), _meta: token });
const completeParams = z.object({ ref: members, argument: members, context: members.optional(), _meta: token });

/** Whether a method exists for the holder of a key: its policy decides. */
export function isContentMethod(method: string, { operations }: AgentToolset): method is ContentMethod {
  if (!Object.hasOwn(NEEDED, method)) return false;
  const needed = NEEDED[method as ContentMethod]; // It is one of its own members, see the line above.
  return operations.some(({ operation }) => operation === needed);
}

/** What is needed to answer; `session` is opened for what is a call. */
export interface ContentExchange extends Omit<Exchange, "session"> {
  readonly session: () => Exchange["session"] | Promise<Exchange["session"]>;
  /** What a resource that nobody lists is answered with in this era. */
  readonly notFoundCode: number;
}

/**
 * Answers what is no tool. Lists come from what connectors listed when they were last asked; everything else is a call like that of a
 * tool and passes the same gate.
 *
 * @throws {RpcError} -32602 and the code for a resource that is not there; our own codes when a call was not carried out.
 */
export async function answerContent(
  exchange: ContentExchange,
  method: ContentMethod,
  given: JsonObject,
): Promise<JsonObject> {
  const offers = await exchange.agent.offers();
  switch (method) {
    case "resources/list":
      return page(offers.resources, "resources", given);
    case "resources/templates/list":
      return page(offers.templates, "resourceTemplates", given);
    case "prompts/list":
      return page(offers.prompts, "prompts", given);
    case "resources/read": {
      const { uri, _meta } = parse(readParams, given, "resources/read needs a uri.");
      const route = offers.resource(uri);
      if (!route) throw new RpcError(exchange.notFoundCode, "Resource not found", { data: { uri } });
      return carry(exchange, route, _meta?.progressToken);
    }
    case "prompts/get": {
      const { name, arguments: args, _meta } = parse(promptParams, given, "prompts/get needs a name.");
      const route = offers.prompt(name, args);
      if (!route) throw new RpcError(RPC.invalidParams, `Unknown prompt: ${JSON.stringify(name)}. List them again.`);
      return carry(exchange, route, _meta?.progressToken);
    }
    case "completion/complete": {
      const wanted = parse(completeParams, given, "completion/complete needs a ref and an argument.");
      return carry(exchange, completionRoute(offers, wanted), wanted._meta?.progressToken);
    }
  }
}

function completionRoute(offers: AgentOffers, { ref, argument, context }: z.infer<typeof completeParams>): Route {
  const route = offers.completion(ref, { argument, ...(context && { context }) });
  if (!route)
    throw new RpcError(RPC.invalidParams, "Nothing here can complete that. List prompts and resources again.");
  return route;
}

/** The cursor is the number of the entry that comes next. */
function page(entries: readonly JsonObject[], member: string, given: JsonObject): JsonObject {
  const { cursor = "0" } = parse(listParams, given, "The cursor is not one of ours.");
  const from = /^\d{1,9}$/.test(cursor) ? Number(cursor) : -1;
  if (from < 0 || from > entries.length) throw new RpcError(RPC.invalidParams, "The cursor is not one of ours.");
  const to = from + PAGE;
  return { [member]: entries.slice(from, to), ...(to < entries.length && { nextCursor: String(to) }) };
}

async function carry(
  exchange: ContentExchange,
  { tool, arguments: args }: Route,
  progress: ProgressToken,
): Promise<JsonObject> {
  const { operation } = tool;
  if (operation === "tools/call") throw new Error("internal: a tool is no operation");
  const session = await exchange.session();
  const held = { ...exchange, session };
  const handle = await handIn(() => exchange.agent.submit(tool, args, session));
  const outcome = await holdFor(held, handle, progress);
  const data = (state: string): JsonObject => ({ state, callId: handle.callId });
  switch (outcome.kind) {
    case "answered": {
      const result = contentResultOf(operation, outcome.resultText);
      if (result) return result;
      throw new RpcError(RPC.callFailed, "The connector's answer is not what was asked for.", { data: data("failed") });
    }
    case "pending":
      throw new RpcError(RPC.callPending, pendingSentence(handle.callId, outcome.stage), {
        data: data(stateOf(outcome.stage)),
      });
    case "denied":
    case "refused":
    case "expired":
    case "withheld":
      throw new RpcError(RPC.callRefused, sentenceOf(outcome), { data: data(outcome.kind) });
    case "failed":
    case "cancelled":
    case "interrupted":
      throw new RpcError(RPC.callFailed, sentenceOf(outcome), { data: data(outcome.kind) });
  }
}

async function handIn(hand: () => Promise<CallHandle>): Promise<CallHandle> {
  try {
    return await hand();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const code = error.code === "arguments_invalid" ? RPC.invalidParams : RPC.callFailed;
    throw new RpcError(code, error.message, { data: { state: error.code } });
  }
}

function parse<T extends z.ZodType>(schema: T, given: JsonObject, message: string): z.infer<T> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new RpcError(RPC.invalidParams, message);
  return parsed.data;
}
