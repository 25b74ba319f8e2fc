import { randomBytes } from "node:crypto";
import { request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { Grant } from "../../../src-contract/access.ts";
import type { ToolDefinition } from "../../../src-contract/connector.ts";
import type { CallId, Digest, KeyId } from "../../../src-contract/ids.ts";
import type { JsonObject } from "../../base/canonical-json.ts";
import { callableTool } from "../../calls/index.ts";
import { ADMIN, openDeskRig, until, type DeskRig } from "../../calls/testdata/desk-rig.ts";
import { openCatalog, type Catalog } from "../../catalog/index.ts";
import type { Access } from "../../policy/index.ts";
import { createKnownValues, createRedactor } from "../../redaction/index.ts";
import { insertMember } from "../../store/index.ts";
import { createAgentLookup } from "../agent-of.ts";
import { openDoor, type Door } from "../door.ts";

export const MODERN = "2026-07-28";
const META = "io.modelcontextprotocol/";

const text = { type: "string" } as const;
export const TOOLS: readonly ToolDefinition[] = [
  { name: "read", description: "Reads a note.", inputSchema: { type: "object", properties: { path: text } } },
  { name: "write", description: "Writes a note.", inputSchema: { type: "object", properties: { path: text } } },
];

/** Whose lists of resources and prompts every key reads. */
export const OFFERS_OF = { owner: "org", revision: "1" } as const;

/** What came back for one request. */
export interface Heard {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  /** The messages of a stream, or the only one of a document. */
  readonly messages: readonly JsonRpc[];
}

export interface JsonRpc {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: JsonObject;
  readonly result?: JsonObject;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: JsonObject };
}

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

/** A request whose answer may come in parts. */
export interface Open {
  /** Resolves with the status and headers. */
  readonly started: Promise<IncomingMessage>;
  readonly heard: Promise<Heard>;
  /** What came so far. */
  text(): string;
  hangUp(): void;
}

export interface DoorRig extends AsyncDisposable {
  readonly desk: DeskRig;
  readonly catalog: Catalog;
  readonly access: Access;
  readonly door: Door;
  readonly port: number;
  readonly key: string;
  readonly keyId: KeyId;
  /** What the door reported as a fault of its own. */
  readonly faults: unknown[];
  newKey(grants?: readonly Grant[]): Promise<{ readonly id: KeyId; readonly key: string }>;
  /** What a lock says to requests that are held open. */
  letGo(): void;
  open(ask: Ask): Open;
  knock(ask: Ask): Promise<Heard>;
  /** A request of the newer era, headers and all. */
  modern(method: string, params?: JsonObject, change?: { readonly key?: string; readonly headers?: OutgoingHttpHeaders }): Ask;
  /** A request of the handshake era. */
  legacy(method: string, params?: JsonObject, change?: { readonly key?: string; readonly headers?: OutgoingHttpHeaders; readonly id?: number }): Ask;
  initialize(version?: string, key?: string): Promise<{ readonly sessionId: string; readonly heard: Heard }>;
  waiting(): Promise<{ readonly id: CallId; readonly digest: Digest }>;
  approve(): Promise<void>;
}

/** Opens the agents' door before a real desk, catalog and policy; only the connector is in memory. */
export async function openDoorRig(): Promise<DoorRig> {
  const desk = await openDeskRig();
  const { clock, audit, database } = desk;
  const { record } = audit;
  const { db } = database;
  await record(async (tx) => {
    await insertMember(tx, { id: ADMIN.id, name: ADMIN.name, role: "admin", created_at: 0 });
    return { value: undefined, entries: [] };
  });
  const catalog = await openCatalog({ db, record, clock });
  const { access } = desk;
  Object.assign(desk.ports, {
    toolNow: ({ id }: { readonly id: string }) => {
      const { tools, connectors } = catalog.snapshot();
      const tool = [...tools.values()].find((one) => one.id === id);
      const connector = tool && connectors.get(tool.connectorId);
      return tool && connector && callableTool(connector, tool);
    },
  });
  const config = { kind: "mcp-stdio", command: process.execPath, args: ["notes.js"], env: [] } as const;
  const connector = await catalog.connectors.create({ name: "Notes", config: { ...config, args: [...config.args], env: [] } }, ADMIN);
  await catalog.tools.reconcile(connector.id, TOOLS);
  const [read] = catalog.connectors.get(connector.id).tools;
  if (!read) throw new Error("no tool");
  await catalog.tools.classify({ id: read.id, definitionDigest: read.definitionDigest, riskClass: "read-only" }, ADMIN);

  const all: readonly Grant[] = [{ connectorId: connector.id, tools: "all" }];
  let policies = 0;
  const newKey: DoorRig["newKey"] = async (grants = all) => {
    const name = `Policy ${(policies += 1)}`;
    const policy = await access.policies.create({ name, trustLevel: "supervised", nameForm: "namespaced", grants: [...grants] }, ADMIN);
    return access.keys.create({ name: `${name} key`, policyId: policy.id, memberId: null }, ADMIN);
  };
  const { id: keyId, key } = await newKey();

  const faults: unknown[] = [];
  const redactor = createRedactor({ knownValues: createKnownValues(randomBytes(32)), sessionKey: randomBytes(32) });
  const letGo = new AbortController();
  const lookup = createAgentLookup({
    access,
    desk: desk.desk,
    db,
    clock,
    snapshot: () => catalog.snapshot(),
    offers: (connectorId) => catalog.offers.of({ connectorId, ...OFFERS_OF }),
    strip: (value) => redactor.stripControls(value).text,
    letGo: () => letGo.signal,
  });
  const door = await openDoor({
    port: 0,
    lookup,
    serverInfo: { name: "gatehouse", version: "0.0.0-test" },
    onFault: (error) => void faults.push(error),
  });
  const port = Number(new URL(door.url).port);
  let ids = 0;

  const open = (ask: Ask): Open => openRequest(port, ask);
  const knock = (ask: Ask): Promise<Heard> => open(ask).heard;
  const rig: DoorRig = {
    desk,
    catalog,
    access,
    door,
    port,
    key,
    keyId,
    faults,
    newKey,
    letGo: () => letGo.abort(),
    open,
    knock,
    modern: (method, params = {}, change = {}) => {
      const named = typeof params["name"] === "string" ? { "mcp-name": params["name"] } : {};
      const { _meta: meta, ...rest } = params;
      const own = typeof meta === "object" && meta !== null ? meta : {};
      const _meta = {
        [`${META}protocolVersion`]: MODERN,
        [`${META}clientInfo`]: { name: "test", version: "1" },
        [`${META}clientCapabilities`]: {},
        ...own,
      };
      return {
        headers: {
          ...bearer(change.key ?? key),
          "mcp-protocol-version": MODERN,
          "mcp-method": method,
          ...named,
          ...change.headers,
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: (ids += 1), method, params: { ...rest, _meta } }),
      };
    },
    legacy: (method, params = {}, change = {}) => ({
      headers: { ...bearer(change.key ?? key), ...change.headers },
      body: JSON.stringify({ jsonrpc: "2.0", id: change.id ?? (ids += 1), method, params }),
    }),
    initialize: async (version = "2025-11-25", as = key) => {
      const params = { protocolVersion: version, capabilities: {}, clientInfo: { name: "test", version: "1" } };
      const heard = await knock(rig.legacy("initialize", params, { key: as }));
      return { sessionId: String(heard.headers["mcp-session-id"]), heard };
    },
    waiting: async () => {
      const id = await desk.waitingId();
      const call = desk.desk.live(id);
      if (!call) throw new Error("it does not wait");
      return { id, digest: call.digest };
    },
    approve: async () => {
      const { id, digest } = await rig.waiting();
      await desk.desk.decisions.approve(id, digest, { ...ADMIN, at: clock.now() });
    },
    [Symbol.asyncDispose]: async () => {
      await door.close();
      await desk[Symbol.asyncDispose]();
    },
  };
  return rig;
}

export const bearer = (key: string): OutgoingHttpHeaders => ({
  authorization: `Bearer ${key}`,
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
});

function openRequest(port: number, { method = "POST", path = "/mcp", headers = {}, body }: Ask): Open {
  const started = Promise.withResolvers<IncomingMessage>();
  const heard = Promise.withResolvers<Heard>();
  started.promise.catch(() => {});
  heard.promise.catch(() => {});
  let soFar = "";
  const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
    started.resolve(response);
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => (soFar += chunk));
    response.on("error", heard.reject);
    response.on("end", () =>
      heard.resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: soFar,
        messages: messagesOf(soFar, response.headers["content-type"] ?? ""),
      }),
    );
  });
  sent.on("error", (error) => {
    started.reject(error);
    heard.reject(error);
  });
  sent.end(body);
  return { started: started.promise, heard: heard.promise, text: () => soFar, hangUp: () => sent.destroy() };
}

export function messagesOf(body: string, type: string): readonly JsonRpc[] {
  if (body === "") return [];
  if (!type.startsWith("text/event-stream")) return [JSON.parse(body) as JsonRpc];
  return body
    .split("\n\n")
    .flatMap((event) => event.split("\n").filter((line) => line.startsWith("data: ")))
    .map((line) => JSON.parse(line.slice(6)) as JsonRpc);
}

/** The sentence that a tool result consists of. */
export function said({ messages }: Heard): string {
  const content = messages.at(-1)?.result?.["content"];
  const [block] = Array.isArray(content) ? (content as readonly JsonObject[]) : [];
  return String(block?.["text"]);
}

/** Where Gatehouse says that the call stands. */
export function stateOf({ messages }: Heard): unknown {
  const meta = messages.at(-1)?.result?.["_meta"];
  return typeof meta === "object" && meta !== null ? (meta as JsonObject)["gatehouse/state"] : undefined;
}

export { ADMIN, until };
