import type { ConnectorConfig, ToolDefinition } from "../../../src-contract/connector.ts";
import type { MemberId, OrgId } from "../../../src-contract/ids.ts";
import { createManualClock, type ManualClock } from "../../../testkit/clock.ts";
import { createMemoryRecorder, type MemoryRecorder } from "../../../testkit/recorder.ts";
import { createTempHome } from "../../../testkit/temp-home.ts";
import type { Actor } from "../../base/actor.ts";
import { newId } from "../../base/new-id.ts";
import { insertMember, openHome, type AuditDraft, type OrgDb } from "../../store/index.ts";
import { CatalogError } from "../catalog-error.ts";
import type { Catalog } from "../catalog.ts";
import { openCatalog } from "../open-catalog.ts";
import type { ConnectorEntry, ToolEntry } from "../snapshot.ts";

export const ada: Actor = { id: newId<MemberId>(), name: "Ada" };

/** A catalog on a database of its own. */
export interface CatalogRig extends AsyncDisposable {
  readonly db: OrgDb;
  readonly clock: ManualClock;
  readonly catalog: Catalog;
  readonly recorder: MemoryRecorder<OrgDb, AuditDraft>;
  reopened(): Promise<Catalog>;
  /** A connector with these tools, known to call itself `srv` in version 1.0. */
  withTools(name: string, ...tools: readonly (string | ToolDefinition)[]): Promise<ConnectorEntry>;
}

export async function openCatalogRig(): Promise<CatalogRig> {
  const disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const { db } = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
  await insertMember(db, { id: ada.id, name: ada.name, role: "admin", state: "active", created_at: 0 });
  const recorder = createMemoryRecorder<OrgDb, AuditDraft>(db);
  const clock = createManualClock();
  const reopened = () => openCatalog({ db, record: recorder.record, clock });
  const catalog = await reopened();
  return {
    db,
    clock,
    catalog,
    recorder,
    reopened,
    withTools: async (name, ...tools) => {
      const { id } = await catalog.connectors.create({ name, config: command() }, ada);
      await catalog.connectors.noteServer(id, server());
      const definitions = tools.map((one) => (typeof one === "string" ? tool(one) : one));
      await catalog.tools.reconcile(id, definitions);
      return catalog.connectors.get(id);
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

type Command = Extract<ConnectorConfig, { kind: "mcp-stdio" }>;

export function command(change: Partial<Command> = {}): ConnectorConfig {
  return { kind: "mcp-stdio", command: "node", args: ["server.js"], env: [], ...change };
}

export function server(change: { serverName?: string; serverVersion?: string } = {}) {
  return { serverName: "srv", serverVersion: "1.0", instructions: null, ...change };
}

export function tool(name: string, description = "Does it."): ToolDefinition {
  return { name, description, inputSchema: { type: "object" } };
}

/** The tool at a place of a connector's table. */
export function toolAt({ tools }: ConnectorEntry, place = 0): ToolEntry {
  const found = tools[place];
  if (!found) throw new Error("the connector has no such tool");
  return found;
}

/** The catalog's error; anything else is thrown on. */
export async function refusalOf(attempt: Promise<unknown>): Promise<CatalogError> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof CatalogError) return error;
  throw new Error("it was not refused by the catalog", { cause: error });
}
