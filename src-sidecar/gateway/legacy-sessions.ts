import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { SessionEntry } from "../policy/index.ts";
import type { Agent } from "./agent.ts";
import { notificationMessage } from "./json-rpc.ts";

const MAX_STREAMS = 256; // one socket each

/**
 * Handshake sessions. Their ids name the agent's stored session, so that they outlive a restart of the sidecar; a random half tells
 * two clients of one key apart.
 */
export function openLegacySession(sessionId: string): string {
  return `${sessionId}.${randomUUID()}`;
}

/** The ended sessions and the open streams of the handshake era. */
export class LegacySessions {
  readonly #ended = new Set<string>();
  readonly #streams = new Map<string, ServerResponse>();

  find(agent: Agent, transportId: string): SessionEntry | undefined {
    if (this.#ended.has(transportId)) return undefined;
    const session = agent.sessionById(transportId.split(".")[0] ?? "");
    return session?.state.kind === "ended" ? undefined : session;
  }

  end(transportId: string): void {
    this.#ended.add(transportId);
    this.#streams.get(transportId)?.end();
    this.#streams.delete(transportId);
  }

  /** Opens the stream on which a session hears of changes. One a session; a second one replaces the first. */
  listen(transportId: string, response: ServerResponse): boolean {
    if (this.#streams.size >= MAX_STREAMS) return false;
    this.#streams.get(transportId)?.end();
    this.#streams.set(transportId, response);
    response.on("close", () => {
      if (this.#streams.get(transportId) === response) this.#streams.delete(transportId);
    });
    return true;
  }

  /** Tells every listener that its tools may have changed. */
  toolsChanged(): void {
    const message = notificationMessage("notifications/tools/list_changed", {});
    for (const stream of this.#streams.values()) stream.write(`event: message\ndata: ${message}\n\n`);
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.end();
    this.#streams.clear();
  }
}
