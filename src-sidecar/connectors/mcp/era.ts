import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { ConnectorError, quoted } from "../error.ts";
import { isJsonObject, isShallow } from "./json-shape.ts";
import type { RequestOptions } from "./pending-request.ts";
import type { RpcPeer } from "./rpc-peer.ts";
import type { Wire } from "./wire.ts";

const MODERN_VERSION = "2026-07-28";
const LEGACY_VERSIONS: readonly string[] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"];
const MAX_INSTRUCTIONS_CHARS = 65_536;
const META = "io.modelcontextprotocol/";
const UNSUPPORTED_VERSION = -32022;
const CLIENT_INFO = { name: "gatehouse", title: "Gatehouse", version: "0.1.0" };

/** `modern`: 2026-07-28 and later, every request stands alone. `legacy`: the versions that begin with a handshake. */
export type Era = "modern" | "legacy";

/** What a server says of itself. Untrusted, and no basis for any decision. */
export interface ServerIdentity {
  readonly era: Era;
  readonly protocolVersion: string;
  readonly name: string;
  readonly version: string;
  readonly instructions: string | null;
  readonly offering: Offering;
  /** The lists whose changes it says that it announces, as a subscription names them. */
  readonly announces: readonly Announcement[];
}

/** What a server says that it has. */
export interface Offering {
  /** Also where it says nothing at all. */
  readonly tools: boolean;
  readonly resources: boolean;
  readonly prompts: boolean;
  readonly completions: boolean;
}

export type Announcement = "toolsListChanged" | "promptsListChanged" | "resourcesListChanged";

/**
 * Agrees on a version with the server at the other end.
 *
 * A process is asked for the handshake first. Nearly all of them speak it, some of the others die of any request before it, and
 * the SDK's way around that starts every server twice. A probe with a time limit would also make the era a matter of how busy the machine
 * is, and a server may describe its tools differently in each era, which would look like a change of the tools. Only a server that refuses
 * the handshake is asked in the modern way, on the same process.
 *
 * Over HTTP a refused probe costs nothing, so the modern way comes first, as the specification has it.
 *
 * @param known The era that worked before; the other one is not tried first.
 * @throws {ConnectorError}
 */
export async function agreeOnVersion(
  peer: RpcPeer,
  wire: Wire,
  known: Era | null,
  options: RequestOptions,
): Promise<ServerIdentity> {
  const first: Era = known ?? (wire.kind === "process" ? "legacy" : "modern");
  const second: Era = first === "legacy" ? "modern" : "legacy";
  const attempt = { legacy: () => shakeHands(peer, wire, options), modern: () => discover(peer, wire, options) };
  try {
    return await attempt[first]();
  } catch (error) {
    if (!isAboutEra(error)) throw error;
    return await attempt[second]().catch((other: unknown) => {
      if (!isAboutEra(other)) throw other;
      // What the handshake was answered says more than that the other era is unknown, too.
      throw asRefusal(first === "legacy" ? error : other);
    });
  }
}

/** Whether a failure may mean that the server is of the other era. Being away, refusing us or not answering in time never does. */
function isAboutEra(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && (error.code === "upstream_error" || error.code === "connector_misbehaved");
}

function asRefusal(error: ConnectorError): ConnectorError {
  if (error.code !== "upstream_error") return error;
  return new ConnectorError("connector_refused", "The server refuses to begin a conversation.", {
    hint: "Check that this is an MCP server and that it has the settings it needs.",
    detail: error.detail,
    cause: error,
  });
}

async function shakeHands(peer: RpcPeer, wire: Wire, options: RequestOptions): Promise<ServerIdentity> {
  peer.useEnvelope(null);
  const params = { protocolVersion: LEGACY_VERSIONS[0] ?? "", capabilities: {}, clientInfo: CLIENT_INFO };
  const result = await peer.request("initialize", params, options);
  const { protocolVersion, serverInfo, instructions, capabilities } = result;
  if (typeof protocolVersion !== "string" || !LEGACY_VERSIONS.includes(protocolVersion)) {
    throw unknownVersion(protocolVersion);
  }
  wire.setProtocolVersion(protocolVersion);
  peer.notify("notifications/initialized", {});
  return identity("legacy", protocolVersion, { serverInfo, instructions, capabilities });
}

async function discover(peer: RpcPeer, wire: Wire, options: RequestOptions): Promise<ServerIdentity> {
  peer.useEnvelope({
    [`${META}protocolVersion`]: MODERN_VERSION,
    [`${META}clientInfo`]: CLIENT_INFO,
    [`${META}clientCapabilities`]: {},
  });
  const ask = (): Promise<JsonObject> => peer.request("server/discover", {}, options);
  const result = await ask().catch((error: unknown) => {
    if (!namesModern(error)) throw error;
    return ask();
  });
  const { supportedVersions, instructions, capabilities, _meta } = result;
  const isModern = Array.isArray(supportedVersions) && supportedVersions.includes(MODERN_VERSION);
  if (!isModern) throw unknownVersion(supportedVersions);
  wire.setProtocolVersion(MODERN_VERSION);
  const serverInfo = isJsonObject(_meta) ? _meta[`${META}serverInfo`] : undefined;
  return identity("modern", MODERN_VERSION, { serverInfo, instructions, capabilities });
}

/** Whether a server refused a version and named ours among those that it takes: it is asked once more. */
function namesModern(error: unknown): boolean {
  if (!(error instanceof ConnectorError) || error.rpcError?.code !== UNSUPPORTED_VERSION) return false;
  const { data } = error.rpcError;
  const supported = typeof data === "object" && data !== null && "supported" in data ? data.supported : null;
  return Array.isArray(supported) && supported.includes(MODERN_VERSION);
}

interface Said {
  readonly serverInfo: Json | undefined;
  readonly instructions: Json | undefined;
  readonly capabilities: Json | undefined;
}

function identity(era: Era, protocolVersion: string, said: Said): ServerIdentity {
  const info: JsonObject = isJsonObject(said.serverInfo) ? said.serverInfo : {};
  const capabilities: JsonObject = isJsonObject(said.capabilities) ? said.capabilities : {};
  const has = (name: string): boolean => isJsonObject(capabilities[name]);
  const announces = (["tools", "prompts", "resources"] as const).filter((name) => {
    const capability = capabilities[name];
    return isJsonObject(capability) && capability["listChanged"] === true;
  });
  return {
    era,
    protocolVersion,
    name: shortText(info["name"]),
    version: shortText(info["version"]),
    instructions: typeof said.instructions === "string" ? said.instructions.slice(0, MAX_INSTRUCTIONS_CHARS) : null,
    offering: {
      tools: has("tools") || !(has("resources") || has("prompts")),
      resources: has("resources"),
      prompts: has("prompts"),
      completions: has("completions"),
    },
    announces: announces.map((name) => `${name}ListChanged` as const),
  };
}

/** At most 200 characters, none of which can move a cursor. */
function shortText(value: Json | undefined): string {
  return typeof value === "string" ? value.replace(/\p{C}/gu, "").slice(0, 200) : "";
}

function unknownVersion(said: Json | undefined): ConnectorError {
  return new ConnectorError(
    "connector_misbehaved",
    "The server speaks no version of the protocol that Gatehouse knows.",
    {
      hint: "Update the server, or Gatehouse.",
      detail: `It offered ${isShallow(said, 4) ? quoted(JSON.stringify(said ?? null), 200) : "something deep"}.`,
    },
  );
}
