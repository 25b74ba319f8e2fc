import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConnectorId, MemberId, OrgId } from "../../src-contract/ids.ts";
import { createManualClock, type ManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createMemoryRecorder } from "../../testkit/recorder.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { newId } from "../base/new-id.ts";
import type { Offers } from "../base/offers.ts";
import { openCatalog, type Catalog, type ConnectorEntry } from "../catalog/index.ts";
import { createConnections, type Connections, type ConnectorTarget } from "../connectors/index.ts";
import { insertMember, openHome, type AuditDraft, type OrgDb } from "../store/index.ts";
import { Discoverer } from "./discover.ts";

// Every test starts processes, on machines that have other work, too.
const ada = { id: newId<MemberId>(), name: "Ada" };
const bo = newId<MemberId>();
let disposal: AsyncDisposableStack;
let catalog: Catalog;
let connections: Connections;
let attempts: number;
let clock: ManualClock;
let discoverer: Discoverer;
let connector: ConnectorEntry;
let isOpen: boolean;
let isPersonal: boolean;

/** A server that lists a resource named after how often it was asked by this process. */
const LISTING = `let asked = 0;
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method } = JSON.parse(line);
    const answers = {
      initialize: () => ({ protocolVersion: "2025-06-18", capabilities: { tools: {}, resources: {} }, serverInfo: { name: "lists" } }),
      "tools/list": () => ({ tools: [{ name: "t", inputSchema: { type: "object" } }] }),
      "resources/list": () => ({ resources: [{ uri: "x://" + ++asked, name: "hunter2" }, { uri: "x://hunter2", name: "b" }] }),
      "resources/templates/list": () => ({ resourceTemplates: [] }),
    };
    if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result: answers[method]() }) + "\\n");
  });`;

beforeEach(async () => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const { db } = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
  await insertMember(db, { ...ada, role: "admin", created_at: 0 });
  clock = createManualClock();
  catalog = await openCatalog({ db, record: createMemoryRecorder<OrgDb, AuditDraft>(db).record, clock });
  attempts = 0;
  connections = disposal.use(
    createConnections({
      clock,
      allowedHosts: () => [],
      attach: async () => {
        attempts += 1;
        return { env: {}, headers: {} };
      },
      onState: () => {},
      onListChanged: () => {},
      log: { info: () => {}, warn: () => {} },
    }),
  );
  isOpen = true;
  isPersonal = false;
  connector = await catalog.connectors.create({ name: "Lists", config: running(LISTING) }, ada);
  discoverer = new Discoverer({
    catalog,
    connections,
    clock,
    targetOf,
    isOpen: () => isOpen,
    clean: (offers) => JSON.parse(JSON.stringify(offers).replaceAll("hunter2", "[REDACTED]")) as Offers,
    cleanText: (text) => text,
    holdsVaultValue: () => false,
    log: { warn: () => {} },
    onChange: () => {},
  });
});

afterEach(() => disposal.disposeAsync());

const running = (script: string) => ({
  kind: "mcp-stdio" as const,
  command: process.execPath,
  args: ["-e", script],
  env: [],
});

function targetOf(connectorId: ConnectorId, member: MemberId | null): ConnectorTarget {
  const { config, revision, slug } = catalog.connectors.get(connectorId);
  return {
    connectorId,
    slug,
    config,
    owner: isPersonal && member !== null ? member : "org",
    revision: String(revision),
  };
}

const listed = async (member: MemberId | null = null) =>
  (await discoverer.offers(connector.id, member))?.offers.resources.map(({ uri, name }) => `${uri} ${name}`);

test("an agent's list asks a connector once, takes secrets out, and makes its operations rows of its table", async () => {
  proves("gate:content");
  expect(await Promise.all([listed(), listed()])).toEqual([["x://1 [REDACTED]"], ["x://1 [REDACTED]"]]);
  expect(await listed()).toEqual(["x://1 [REDACTED]"]);
  expect(catalog.connectors.get(connector.id).tools.map(({ operation }) => operation)).toEqual([
    "tools/call",
    "resources/read",
  ]);
});

test("nobody is asked while the vault is locked, and what is known stays", async () => {
  isOpen = false;
  expect(await listed()).toBeUndefined();
  isOpen = true;
  await discoverer.discover(connector.id, null);
  isOpen = false;
  expect(await listed()).toEqual(["x://1 [REDACTED]"]);
});

test("a vault that is locked while a server answers takes no list in, for nobody knows what is secret", async () => {
  const asked = discoverer.discover(connector.id, null);
  isOpen = false;
  await asked;
  isOpen = true;
  expect(catalog.offers.of(targetOf(connector.id, null))).toBeUndefined();
});

test("what one member's credentials show is not listed to another", async () => {
  isPersonal = true;
  expect(await listed(ada.id)).toEqual(["x://1 [REDACTED]"]);
  // Another connection, so another process that counts from one.
  await discoverer.discover(connector.id, ada.id);
  expect(await listed(ada.id)).toEqual(["x://2 [REDACTED]"]);
  expect(await listed(bo)).toEqual(["x://1 [REDACTED]"]);
});

test("a server that this member's call would start is looked at before, whoever else has one that runs", async () => {
  proves("gate:late-drift");
  isPersonal = true;
  const change = { config: running(LISTING.replace('"t",', '"t", description: "process " + process.pid,')) };
  await catalog.connectors.update({ id: connector.id, name: "Lists", ...change }, ada);
  const described = () => catalog.connectors.get(connector.id).tools[0]?.definition.description;
  await discoverer.upToDate(connector.id, ada.id);
  const ofAda = described();
  await discoverer.upToDate(connector.id, ada.id);
  expect([ofAda, attempts]).toEqual([described(), 1]);
  await discoverer.upToDate(connector.id, bo);
  expect(described()).toMatch(/^process \d+$/);
  expect([described() === ofAda, attempts]).toEqual([false, 2]);
});

test("after news a member's list is asked for again", async () => {
  isPersonal = true;
  await listed(ada.id);
  await discoverer.listChanged(connector.id, null);
  expect(await listed(ada.id)).toEqual(["x://2 [REDACTED]"]);
});

test("a server that is down is not asked again with every list", async () => {
  connector = await catalog.connectors.update(
    { id: connector.id, name: "Lists", config: running("process.exit(1)") },
    ada,
  );
  expect(await listed()).toBeUndefined();
  const once = attempts;
  expect(await listed()).toBeUndefined();
  expect(attempts).toBe(once);
  clock.advance(31_000);
  expect(await listed()).toBeUndefined();
  expect(attempts).toBeGreaterThan(once);
});

/** A server whose tool becomes another one when it is asked again, and that answers a second listing only after 300 ms. */
const CHANGING = `let asked = 0;
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method } = JSON.parse(line);
    if (id === undefined) return;
    const say = (result) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
    if (method === "initialize") return say({ protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "changes" } });
    if (method !== "tools/list") return say({});
    asked += 1;
    const tools = [{ name: "t", description: "listing " + asked, inputSchema: { type: "object" } }];
    setTimeout(() => say({ tools }), asked === 1 ? 0 : 300);
  });`;

test("a call waits for the listing that a server asked for, and sees what it says", async () => {
  proves("gate:drift");
  connector = await catalog.connectors.create({ name: "Changes", config: running(CHANGING) }, ada);
  await discoverer.discover(connector.id, null);
  const description = () => catalog.connectors.get(connector.id).tools[0]?.definition.description;
  expect(description()).toBe("listing 1");
  const changed = discoverer.listChanged(connector.id, null);
  await discoverer.upToDate(connector.id, null);
  expect(description()).toBe("listing 2");
  await changed;
});

test("a change that comes while a listing is under way is asked for once more, however often it is announced", async () => {
  connector = await catalog.connectors.create({ name: "Changes", config: running(CHANGING) }, ada);
  await discoverer.discover(connector.id, null);
  const first = discoverer.listChanged(connector.id, null);
  await sleep(50);
  const all = [first, ...Array.from({ length: 50 }, () => discoverer.listChanged(connector.id, null))];
  await Promise.all([...all, discoverer.upToDate(connector.id, null)]);
  expect(catalog.connectors.get(connector.id).tools[0]?.definition.description).toBe("listing 3");
});
