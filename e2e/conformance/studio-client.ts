import { setTimeout as sleep } from "node:timers/promises";
import { safe } from "@orpc/client";
import * as z from "zod";
import type { ConnectorDetail, TestResult, ToolSummary } from "../../src-contract/connector.ts";
import type { CallId, ConnectorId, ProviderId, ToolId } from "../../src-contract/ids.ts";
import type { ConnectedAccount, ProviderConfig } from "../../src-contract/oauth.ts";
import type { JsonObject } from "../../src-contract/values.ts";
import { connectAccount } from "../harness/connect-account.ts";
import { enterClientSecret, providerFor } from "../harness/provider.ts";
import type { PeopleDoor } from "../harness/studio.ts";
import { sampleArguments } from "./sample-arguments.ts";

/** What the suite has for its client to do: a server to use, and what the scenario gives the client beforehand. */
export const errandSchema = z.object({
  url: z.url(),
  scenario: z.string(),
  context: z.looseObject({
    client_id: z.string().optional(),
    client_secret: z.string().optional(),
    private_key_pem: z.string().optional(),
    toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.json()) })).optional(),
  }),
});
export type Errand = z.infer<typeof errandSchema>;

/** Where the suite says that a client's metadata document is. */
export const CLIENT_METADATA_URL = "https://conformance-test.local/client-metadata.json";

/** How often a person connects again in one scenario before they give up. */
const MOST_CONNECTS = 3;
const CALL_PATIENCE_MS = 60_000;
const POLL_MS = 25;

/**
 * Does with a studio what a person would who was given the address of a server: adds it, sets up OAuth where its test asks for that,
 * connects, calls every tool, and connects again where the studio says so. Leaves the studio as it was.
 *
 * @throws {Error} when the server cannot be used; it says what the studio said.
 */
export async function runErrand(door: PeopleDoor, errand: Errand): Promise<void> {
  const { url, scenario } = errand;
  const connector = await door.connectors.create({ name: scenario, config: { kind: "mcp-http", url, headers: [] } });
  let providerId: ProviderId | undefined;
  try {
    const tested = await door.connectors.test({ id: connector.id });
    if (tested.kind === "failed") throw new Error(`${tested.code}: ${tested.message} ${tested.detail}`);
    if (tested.kind === "authorization-needed") providerId = await setUpOAuth(door, connector, tested, errand);
    const account = providerId === undefined ? null : createAccount(door, providerId);
    await account?.connect();
    const { toolList } = await keepConnected(account, () => listTools(door, connector.id));
    await classifyAll(door, toolList);
    for (const [tool, input] of callsOf(toolList, errand)) await keepConnected(account, () => call(door, tool, input));
  } finally {
    await door.connectors.remove({ id: connector.id });
    if (providerId !== undefined) await door.providers.remove({ id: providerId });
  }
}

async function setUpOAuth(
  door: PeopleDoor,
  { id, name, config }: ConnectorDetail,
  { resource, scopes }: Extract<TestResult, { kind: "authorization-needed" }>,
  errand: Errand,
): Promise<ProviderId> {
  if (config.kind !== "mcp-http") throw new Error("internal: the connector was made with an address");
  const { client_id: clientId, client_secret: word, private_key_pem: key } = errand.context;
  const secret = word ?? key;
  const provider = await door.providers.create({
    name: errand.scenario,
    config: providerFor({ kind: "resource", resource }, { scopes: [...scopes], ...wishOf(errand, clientId) }),
  });
  if (secret !== undefined) await enterClientSecret(door, provider.id, secret);
  const authorization = { name: "Authorization", source: { kind: "oauth" as const, providerId: provider.id } };
  await door.connectors.update({ id, name, config: { ...config, headers: [authorization] } });
  return provider.id;
}

/** What a person would have been told beside the address. */
function wishOf({ scenario }: Errand, clientId: string | undefined): Partial<ProviderConfig> {
  const client = clientId === undefined ? {} : { client: { kind: "registered" as const, clientId, issuer: null } };
  if (scenario === "auth/client-credentials-jwt") return { ...client, owner: "org", quirks: { clientAuth: "key" } };
  if (scenario.startsWith("auth/client-credentials")) return { ...client, owner: "org" };
  // A server without metadata cannot say that it takes PKCE.
  if (scenario === "auth/2025-03-26-oauth-endpoint-fallback") return { ...client, quirks: { pkce: "unadvertised" } };
  return client;
}

interface Account {
  connect(): Promise<void>;
  /** Whether it has to be connected again, and may be. */
  isWorthAnotherTry(): Promise<boolean>;
}

function createAccount(door: PeopleDoor, providerId: ProviderId): Account {
  let connects = 0;
  const find = async (): Promise<ConnectedAccount | null> =>
    (await door.accounts.list()).find(({ provider }) => provider.id === providerId)?.account ?? null;
  return {
    async connect() {
      connects += 1;
      const account = await find();
      const state = account?.state;
      // As the window does: what a server asked for beyond what was allowed.
      const isForMore = state?.kind === "needs-reconnect" && state.reason === "scope";
      const wish = isForMore ? { scopes: account?.missingScopes ?? [] } : {};
      const end = await connectAccount(door, providerId, { login: "ada" }, wish);
      if (end.kind !== "done") throw new Error(JSON.stringify(end));
    },
    async isWorthAnotherTry() {
      return connects < MOST_CONNECTS && (await find())?.state.kind === "needs-reconnect";
    },
  };
}

/** Does something that needs an account, and once more for each time that the account was connected again meanwhile. */
async function keepConnected<T>(account: Account | null, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(await account?.isWorthAnotherTry())) throw error;
      await account?.connect();
    }
  }
}

async function listTools(door: PeopleDoor, id: ConnectorId): Promise<ConnectorDetail> {
  const tested = await door.connectors.test({ id });
  if (tested.kind !== "ok") throw new Error(JSON.stringify(tested));
  return door.connectors.get({ id });
}

async function classifyAll(door: PeopleDoor, tools: readonly ToolSummary[]): Promise<void> {
  const items = tools.map(({ id, definitionDigest }) => ({ id, definitionDigest, riskClass: "read-only" as const }));
  if (items.length > 0) await door.tools.classifyMany({ items });
}

/** The calls that the scenario names, else one of every tool; a tool that wants a schema gets that of the first. */
function callsOf(tools: readonly ToolSummary[], { context }: Errand): readonly (readonly [ToolSummary, JsonObject?])[] {
  if (!context.toolCalls) return tools.map((tool) => [tool]);
  return context.toolCalls.flatMap(({ name, arguments: input }) => {
    const tool = tools.find((one) => one.name === name);
    return tool ? [[tool, input] as const] : [];
  });
}

/** Calls a tool. Arguments that the studio refuses to send, because they do not fit the tool's schema, are no failure: the suite sees that nothing came. */
async function call(door: PeopleDoor, tool: ToolSummary, given?: JsonObject): Promise<void> {
  if (tool.operation !== undefined) return;
  const input = given ?? (await inputFor(door, tool));
  const callId = await tryTool(door, tool.id, input);
  const end = callId === null ? "refused" : await endOfCall(door, callId);
  if (end !== "succeeded" && end !== "refused") throw new Error(`the call ended as ${end}`);
}

async function tryTool(door: PeopleDoor, toolId: ToolId, input: JsonObject): Promise<CallId | null> {
  const [error, tried] = await safe(door.tools.try({ toolId, arguments: input }));
  if (!error) return tried.callId;
  if ("code" in error && error.code === "arguments_invalid") return null;
  throw error;
}

/** Arguments by the tool's schema; where it wants a schema, that of another tool. */
async function inputFor(door: PeopleDoor, { id, connectorId }: ToolSummary): Promise<JsonObject> {
  const input = sampleArguments((await door.tools.get({ id })).definition.inputSchema);
  const { toolList } = await door.connectors.get({ id: connectorId });
  const other = toolList.find((one) => one.id !== id && one.operation === undefined);
  if (!("schema" in input) || !other) return input;
  return { ...input, schema: (await door.tools.get({ id: other.id })).definition.inputSchema };
}

async function endOfCall(door: PeopleDoor, id: CallId): Promise<string> {
  const until = Date.now() + CALL_PATIENCE_MS;
  for (;;) {
    const { state, endedAt, failure } = await door.calls.get({ id });
    if (endedAt !== null) return `${state}${failure ? ` ${failure.code}: ${failure.message}` : ""}`;
    if (Date.now() > until) throw new Error(`the call is still ${state}`);
    await sleep(POLL_MS);
  }
}
