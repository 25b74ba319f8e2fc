import type { ConnectorId, ToolId } from "../../src-contract/ids.ts";
import {
  classificationRows,
  connectorRows,
  credentialRows,
  toolRows,
  type ClassificationByName,
  type CredentialRow,
  type OrgDb,
  type ToolRow,
} from "../store/index.ts";
import { connectorEntry, credentialEntries, type ConnectorRows } from "./entries.ts";
import type { CatalogSnapshot, ConnectorEntry, ToolEntry } from "./snapshot.ts";

/** Keeps the catalog in memory as it stands in the database. */
export class LiveSnapshot {
  readonly #db: OrgDb;
  #current: CatalogSnapshot = { version: 0, connectors: new Map(), tools: new Map(), credentials: new Map() };
  #credentials: readonly CredentialRow[] = [];
  #lastReload: Promise<void> = Promise.resolve();

  private constructor(db: OrgDb) {
    this.#db = db;
  }

  static async open(db: OrgDb): Promise<LiveSnapshot> {
    const live = new LiveSnapshot(db);
    await live.reload();
    return live;
  }

  get current(): CatalogSnapshot {
    return this.#current;
  }

  /** Reads one connector again, or all of them, and the credentials. In memory when this resolves. */
  reload(only?: ConnectorId): Promise<void> {
    return this.#inTurn(() => this.#read(only));
  }

  /** Reads the credentials again; the version stays. */
  reloadCredentials(): Promise<void> {
    return this.#inTurn(async () => {
      this.#credentials = await credentialRows(this.#db);
      const { connectors } = this.#current;
      this.#current = { ...this.#current, credentials: credentialEntries(this.#credentials, connectors) };
    });
  }

  // One after the other, so that an earlier reading never replaces a later one.
  #inTurn(read: () => Promise<void>): Promise<void> {
    const reload = this.#lastReload.then(read);
    this.#lastReload = reload.catch(() => undefined); // Its caller gets the error; the next reload starts afresh.
    return reload;
  }

  async #read(only: ConnectorId | undefined): Promise<void> {
    const { rows, credentials } = await this.#db.transaction().execute(async (tx) => ({
      rows: await readConnectors(tx, only),
      credentials: await credentialRows(tx),
    }));
    const before = this.#current.connectors;
    const connectors = new Map(only === undefined ? [] : before);
    if (only !== undefined && rows.length === 0) connectors.delete(only);
    for (const one of rows) connectors.set(one.connector.id, connectorEntry(one, before.get(one.connector.id)));
    this.#credentials = credentials;
    this.#publish(connectors);
  }

  #publish(connectors: ReadonlyMap<ConnectorId, ConnectorEntry>): void {
    const tools = new Map<ToolId, ToolEntry>();
    for (const connector of connectors.values()) for (const tool of connector.tools) tools.set(tool.id, tool);
    this.#current = {
      version: this.#current.version + 1,
      connectors,
      tools,
      credentials: credentialEntries(this.#credentials, connectors),
    };
  }
}

async function readConnectors(tx: OrgDb, only: ConnectorId | undefined): Promise<readonly ConnectorRows[]> {
  const connectors = await connectorRows(tx, only);
  const tools = Map.groupBy(await toolRows(tx, only), (tool: ToolRow) => tool.connector_id);
  const classifications = new Map<ToolId, ClassificationByName>();
  for (const row of await classificationRows(tx, only)) classifications.set(row.tool_id, row);
  return connectors.map((connector) => ({ connector, tools: tools.get(connector.id) ?? [], classifications }));
}
