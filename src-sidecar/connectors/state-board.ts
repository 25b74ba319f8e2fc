import type { ConnectorId } from "../../src-contract/ids.ts";
import type { ConnectionState } from "../../src-contract/connector.ts";

const IDLE: ConnectionState = { kind: "idle" };
const RANK: Readonly<Record<ConnectionState["kind"], number>> = { ready: 3, connecting: 2, down: 1, idle: 0 };

/** Holds the state of every connection and tells how each connector is doing: as well as the best of its connections. */
export class StateBoard {
  readonly #states = new Map<ConnectorId, Map<string, ConnectionState>>();
  readonly #shown = new Map<ConnectorId, string>();
  readonly #onState: (connectorId: ConnectorId, state: ConnectionState) => void;

  constructor(onState: (connectorId: ConnectorId, state: ConnectionState) => void) {
    this.#onState = onState;
  }

  of(connectorId: ConnectorId): ConnectionState {
    let best = IDLE;
    for (const state of this.#states.get(connectorId)?.values() ?? [])
      if (RANK[state.kind] > RANK[best.kind]) best = state;
    return best;
  }

  /** Reports the connector's state if this changes it. */
  set(connectorId: ConnectorId, owner: string, state: ConnectionState): void {
    const owners = this.#states.get(connectorId) ?? new Map<string, ConnectionState>();
    if (state.kind === "idle") owners.delete(owner);
    else owners.set(owner, state);
    if (owners.size === 0) this.#states.delete(connectorId);
    else this.#states.set(connectorId, owners);
    const now = this.of(connectorId);
    const text = JSON.stringify(now);
    if (text === (this.#shown.get(connectorId) ?? JSON.stringify(IDLE))) return;
    if (now.kind === "idle") this.#shown.delete(connectorId);
    else this.#shown.set(connectorId, text);
    this.#onState(connectorId, now);
  }
}
