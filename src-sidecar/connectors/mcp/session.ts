import type { JsonObject } from "../../base/canonical-json.ts";
import { ConnectorError } from "../error.ts";
import { agreeOnVersion, type Announcement, type Era, type ServerIdentity } from "./era.ts";
import { FOREVER_MS, type RequestOptions } from "./pending-request.ts";
import { RpcPeer } from "./rpc-peer.ts";
import type { Wire } from "./wire.ts";

/** From the end of one stream for announcements to the next; a stream that ends often is asked for seldom. */
const RELISTEN_FIRST_MS = 250;
const RELISTEN_LAST_MS = 30_000;

const LIST_CHANGES: ReadonlySet<string> = new Set(
  ["tools", "prompts", "resources"].map((what) => `notifications/${what}/list_changed`),
);

export interface SessionEvents {
  /** Something that the server lists is another now: tools, prompts or resources. */
  onListChanged(): void;
  /** The connection is gone. Not called for `close()`. */
  onClosed(error: ConnectorError): void;
}

/** An open conversation with an MCP server. */
export interface Session {
  readonly server: ServerIdentity;
  /** @throws {ConnectorError}, or what the port that attaches credentials threw. */
  request(method: string, params: JsonObject, options: RequestOptions): Promise<JsonObject>;
  close(): Promise<void>;
}

/**
 * Opens a wire, agrees on a version and listens for announcements. When it fails, nothing stays open.
 *
 * @param known The era that worked before with this server.
 */
export async function openSession(
  wire: Wire,
  known: Era | null,
  events: SessionEvents,
  options: RequestOptions,
): Promise<Session> {
  let isClosing = false;
  const listChanged = (): void => {
    if (!isClosing) events.onListChanged();
  };
  const peer = new RpcPeer(wire, {
    onNotification: (method) => {
      if (LIST_CHANGES.has(method)) listChanged();
    },
    onClosed: (error) => {
      if (!isClosing) events.onClosed(error);
      isClosing = true;
    },
  });
  const close = (): Promise<void> => {
    isClosing = true;
    return peer.close();
  };
  try {
    await peer.open();
    const server = await agreeOnVersion(peer, wire, known, options);
    if (server.era === "modern" && server.announces.length > 0) {
      void listen(peer, server.announces, () => isClosing, listChanged);
    }
    return { server, request: (method, params, call) => peer.request(method, params, call), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * In the modern era announcements come on a stream that has to be asked for, and asked for again when it ends.
 *
 * @param onGap What was announced in between is not known.
 */
async function listen(
  peer: RpcPeer,
  announcements: readonly Announcement[],
  isOver: () => boolean,
  onGap: () => void,
): Promise<void> {
  const notifications = Object.fromEntries(announcements.map((name) => [name, true]));
  for (let waitMs = RELISTEN_FIRST_MS; !isOver(); waitMs = Math.min(waitMs * 2, RELISTEN_LAST_MS)) {
    const ended = await peer
      .request("subscriptions/listen", { notifications }, { timeoutMs: FOREVER_MS, isBackground: true })
      .catch((error: unknown) => error);
    // A server that refuses to announce is asked for its lists when somebody wants them.
    if (ended instanceof ConnectorError && ended.code === "upstream_error") return;
    await new Promise<void>((resolve) => setTimeout(resolve, waitMs).unref());
    onGap();
  }
}
