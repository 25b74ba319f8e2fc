import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { KeyId } from "../../src-contract/ids.ts";
import type { SessionEntry } from "../policy/index.ts";
import type { Agent } from "./agent.ts";
import { listChangedMethod, type ListKind } from "./capabilities.ts";
import { notificationMessage } from "./json-rpc.ts";

const MAX_STREAMS = 256; // one socket each
const MAX_ENDED = 1_024; // about 200 bytes each
const MAX_LOG_LEVELS = 1_024; // about 200 bytes each
const TRANSPORT_ID = /^([0-9a-f-]{36})\.[0-9a-f-]{36}$/;

/**
 * Handshake sessions. Their ids name the agent's stored session, so that they outlive a restart of the sidecar; a random half tells
 * two clients of one key apart.
 */
export function openLegacySession(sessionId: string): string {
  return `${sessionId}.${randomUUID()}`;
}

interface Stream {
  readonly keyId: KeyId;
  readonly response: ServerResponse;
  /** The lists that its agent has. */
  readonly lists: readonly ListKind[];
}

/** The ended sessions and the open streams of the handshake era. */
export class LegacySessions {
  /** Oldest first. What falls out of it may be used again: a session is a convenience, the key is the permission. */
  readonly #ended = new Set<string>();
  readonly #streams = new Map<string, Stream>();
  readonly #logLevels = new Map<string, string>();

  /** Null: this session never said from which level on it wants to read logs, so it reads none. */
  logLevel(transportId: string): string | null {
    return this.#logLevels.get(transportId) ?? null;
  }

  setLogLevel(transportId: string, level: string): void {
    const [oldest] = this.#logLevels.keys();
    if (this.#logLevels.size >= MAX_LOG_LEVELS && oldest !== undefined) this.#logLevels.delete(oldest);
    this.#logLevels.set(transportId, level);
  }

  find(agent: Agent, transportId: string): SessionEntry | undefined {
    const sessionId = TRANSPORT_ID.exec(transportId)?.[1];
    if (sessionId === undefined || this.#ended.has(transportId)) return undefined;
    const session = agent.sessionById(sessionId);
    return session?.state.kind === "ended" ? undefined : session;
  }

  end(transportId: string): void {
    const [oldest] = this.#ended;
    if (this.#ended.size >= MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
    this.#ended.add(transportId);
    this.#logLevels.delete(transportId);
    this.#streams.get(transportId)?.response.end();
    this.#streams.delete(transportId);
  }

  /** Opens the stream on which a session hears of changes. One a session; a second one replaces the first. */
  listen(transportId: string, stream: Stream): boolean {
    const before = this.#streams.get(transportId);
    if (!before && this.#streams.size >= MAX_STREAMS) return false;
    before?.response.end();
    this.#streams.set(transportId, stream);
    stream.response.on("close", () => {
      if (this.#streams.get(transportId) === stream) this.#streams.delete(transportId);
    });
    return true;
  }

  /** Tells every listener that what its lists hold may have changed. */
  listsChanged(): void {
    for (const { response, lists } of this.#streams.values()) {
      for (const kind of lists)
        response.write(`event: message\ndata: ${notificationMessage(listChangedMethod(kind), {})}\n\n`);
    }
  }

  /** Ends the streams of a key that is no longer what it was. */
  keyEnded(keyId: KeyId): void {
    for (const stream of this.#streams.values()) if (stream.keyId === keyId) stream.response.end();
  }

  close(): void {
    for (const { response } of this.#streams.values()) response.end();
    this.#streams.clear();
  }
}
