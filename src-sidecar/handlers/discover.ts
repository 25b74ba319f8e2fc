import type { ConnectorId, MemberId } from "../../src-contract/ids.ts";
import type { Catalog, ToolChanges } from "../catalog/index.ts";
import type { Connections, ConnectorTarget, Discovery } from "../connectors/index.ts";

const DISCOVER_MS = 60_000; // `npx` may have to install the package first.

export interface DiscovererParts {
  readonly catalog: Catalog;
  readonly connections: Connections;
  /** What to connect to, with whose values; `revision` follows config and credentials. */
  readonly targetOf: (id: ConnectorId, member: MemberId | null) => ConnectorTarget;
  readonly onChange: (id: ConnectorId, changes: ToolChanges) => void;
}

/** Asks connectors what tools they offer and keeps the catalog up to it. One question to a connector at a time. */
export class Discoverer {
  readonly #parts: DiscovererParts;
  readonly #running = new Map<string, Promise<Discovery>>();

  constructor(parts: DiscovererParts) {
    this.#parts = parts;
  }

  /** @throws {ConnectorError} what is wrong with the connection; the catalog is then as it was. */
  discover(id: ConnectorId, member: MemberId | null): Promise<Discovery> {
    const key = `${id}/${member ?? ""}`;
    const running = this.#running.get(key) ?? this.#discover(id, member).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #discover(id: ConnectorId, member: MemberId | null): Promise<Discovery> {
    const { catalog, connections, targetOf, onChange } = this.#parts;
    const discovery = await connections.discover(targetOf(id, member), { signal: AbortSignal.timeout(DISCOVER_MS) });
    const changes = await catalog.tools.reconcile(id, discovery.tools);
    await catalog.connectors.noteServer(id, { serverName: discovery.serverName, instructions: discovery.instructions });
    onChange(id, changes);
    return discovery;
  }
}
