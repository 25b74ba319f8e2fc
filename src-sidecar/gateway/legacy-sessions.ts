import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { KeyId } from "../../src-contract/ids.ts";
import type { SessionEntry } from "../policy/index.ts";
import type { Agent } from "./agent.ts";
import { listChangedMethod, type ListKind } from "./capabilities.ts";
import { notificationMessage } from "./json-rpc.ts";
import type { ListenerSlots } from "./listener-slots.ts";

const MAX_TRANSPORTS = 64; // of one key; about 300 bytes each
const MAX_ADOPTED = 64; // of one key, while this process lives
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const TRANSPORT_ID = new RegExp(`^(${UUID})\\.${UUID}$`);

interface Stream {
  readonly response: ServerResponse;
  /** The lists that its agent has. */
  readonly lists: readonly ListKind[];
}

interface OpenStream extends Stream {
  readonly giveBack: () => void;
}

/** One client of the handshake era, from its handshake to its DELETE. */
interface Transport {
  isEnded: boolean;
  /** Null: it never said from which level on it wants to read logs, so it reads none. */
  logLevel: string | null;
  stream: OpenStream | null;
}

interface KeyTransports {
  /** Longest unused first. What falls out of it has to begin anew: a session is a convenience, the key is the permission. */
  readonly known: Map<string, Transport>;
  adopted: number;
}

/**
 * The sessions of the handshake era. An id names the agent's stored session, so that it outlives a restart of the sidecar; its random
 * half tells two clients of one key apart. Ids of this process are known; one of an earlier process is taken in when it has the
 * shape that is issued here, and only so many of a key.
 */
export class LegacySessions {
  readonly #slots: ListenerSlots;
  readonly #keys = new Map<KeyId, KeyTransports>();

  constructor(slots: ListenerSlots) {
    this.#slots = slots;
  }

  /** @returns the transport id of a new client. */
  open({ id, keyId }: Pick<SessionEntry, "id" | "keyId">): string {
    const transportId = `${id}.${randomUUID()}`;
    this.#keep(keyId, transportId, { isEnded: false, logLevel: null, stream: null });
    return transportId;
  }

  find(agent: Agent, transportId: string): SessionEntry | undefined {
    const sessionId = TRANSPORT_ID.exec(transportId)?.[1];
    const session = sessionId === undefined ? undefined : agent.sessionById(sessionId);
    if (session === undefined || session.state.kind === "ended") return undefined;
    return this.#isOpen(agent.keyId, transportId) ? session : undefined;
  }

  logLevel(keyId: KeyId, transportId: string): string | null {
    return this.#keys.get(keyId)?.known.get(transportId)?.logLevel ?? null;
  }

  setLogLevel(keyId: KeyId, transportId: string, level: string): void {
    const transport = this.#keys.get(keyId)?.known.get(transportId);
    if (transport) transport.logLevel = level;
  }

  end(keyId: KeyId, transportId: string): void {
    const transport = this.#keys.get(keyId)?.known.get(transportId);
    if (!transport) return;
    transport.isEnded = true;
    hangUp(transport);
  }

  /**
   * Opens the stream on which a session hears of changes. One a session; a second one replaces the first.
   *
   * @returns false when its key has too many.
   */
  listen(keyId: KeyId, transportId: string, stream: Stream): boolean {
    const transport = this.#keys.get(keyId)?.known.get(transportId);
    if (!transport) return false;
    hangUp(transport);
    const giveBack = this.#slots.take(keyId);
    if (giveBack === null) return false;
    const open = { ...stream, giveBack };
    transport.stream = open;
    stream.response.once("close", () => {
      giveBack();
      if (transport.stream === open) transport.stream = null;
    });
    return true;
  }

  /** Tells every listener that what its lists hold may have changed. */
  listsChanged(): void {
    for (const { response, lists } of this.#streams()) {
      for (const kind of lists)
        response.write(`event: message\ndata: ${notificationMessage(listChangedMethod(kind), {})}\n\n`);
    }
  }

  /** Forgets a key that is no longer what it was and ends its streams. */
  keyEnded(keyId: KeyId): void {
    this.#keys.get(keyId)?.known.forEach(hangUp);
    this.#keys.delete(keyId);
  }

  close(): void {
    for (const { known } of this.#keys.values()) known.forEach(hangUp);
    this.#keys.clear();
  }

  #isOpen(keyId: KeyId, transportId: string): boolean {
    const of = this.#keys.get(keyId);
    const transport = of?.known.get(transportId);
    if (transport) {
      if (!transport.isEnded) this.#keep(keyId, transportId, transport);
      return !transport.isEnded;
    }
    if ((of?.adopted ?? 0) >= MAX_ADOPTED) return false;
    this.#keep(keyId, transportId, { isEnded: false, logLevel: null, stream: null }).adopted += 1;
    return true;
  }

  /** Keeps it as the one used last. */
  #keep(keyId: KeyId, transportId: string, transport: Transport): KeyTransports {
    const of = this.#keys.get(keyId) ?? { known: new Map<string, Transport>(), adopted: 0 };
    this.#keys.set(keyId, of);
    of.known.delete(transportId);
    of.known.set(transportId, transport);
    const [oldest] = of.known;
    if (of.known.size > MAX_TRANSPORTS && oldest !== undefined) {
      of.known.delete(oldest[0]);
      hangUp(oldest[1]);
    }
    return of;
  }

  *#streams(): Generator<OpenStream> {
    for (const { known } of this.#keys.values()) for (const { stream } of known.values()) if (stream) yield stream;
  }
}

/** Its slot is free at once; its socket follows when the agent has read the end. */
function hangUp(transport: Transport): void {
  transport.stream?.giveBack();
  transport.stream?.response.end();
  transport.stream = null;
}
