import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import { createManualClock, type ManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createMemoryRecorder } from "../../testkit/recorder.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { newId } from "../base/new-id.ts";
import type { Offers } from "../base/offers.ts";
import { openCatalog, type Catalog, type ConnectorEntry } from "../catalog/index.ts";
import { createRig, improvised, target, type Rig } from "../connectors/testdata/rig.ts";
import { insertMember, openHome, type AuditDraft, type OrgDb } from "../store/index.ts";
import { Discoverer } from "./discover.ts";

// Every test starts processes, on machines that have other work, too.
vi.setConfig({ testTimeout: 30_000 });

const ada = { id: newId<MemberId>(), name: "Ada" };
const bo = newId<MemberId>();
let disposal: AsyncDisposableStack;
let catalog: Catalog;
let rig: Rig;
let clock: ManualClock;
let discoverer: Discoverer;
let connector: ConnectorEntry;
let isOpen: boolean;
let isPersonal: boolean;

/** A server that lists one resource, named after how often it was asked by this process, and tells news when it is called. */
const LISTING = `globalThis.asked ??= 0;
  if (request.method === "resources/list")
    return reply({ resources: [{ uri: "x://" + ++globalThis.asked, name: "hunter2" }, { uri: "x://hunter2", name: "b" }] });
  if (request.method === "resources/templates/list") return reply({ resourceTemplates: [] });`;

beforeEach(async () => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const { db } = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
  await insertMember(db, { ...ada, role: "admin", created_at: 0 });
  clock = createManualClock();
  catalog = await openCatalog({ db, record: createMemoryRecorder<OrgDb, AuditDraft>(db).record, clock });
  rig = disposal.use(createRig());
  isOpen = true;
  isPersonal = false;
  await upstream(LISTING);
});

afterEach(() => disposal.disposeAsync());

async function upstream(body: string): Promise<void> {
  const { config } = improvised(body, `{ tools: {}, resources: {} }`);
  connector = await catalog.connectors.create({ name: "Lists", config }, ada);
  discoverer = new Discoverer({
    catalog,
    connections: rig.connections,
    clock,
    targetOf: (connectorId, member) =>
      target(catalog.connectors.get(connectorId).config, {
        connectorId,
        owner: isPersonal && member !== null ? member : "org",
      }),
    isOpen: () => isOpen,
    clean: (offers) => JSON.parse(JSON.stringify(offers).replaceAll("hunter2", "[REDACTED]")) as Offers,
    cleanText: (text) => text,
    holdsVaultValue: () => false,
    log: { warn: () => {} },
    onChange: () => {},
  });
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
  expect(catalog.offers.of(target(connector.config, { connectorId: connector.id }))).toBeUndefined();
});

test("what one member's credentials show is not listed to another", async () => {
  isPersonal = true;
  expect(await listed(ada.id)).toEqual(["x://1 [REDACTED]"]);
  // Another connection, so another process that counts from one.
  await discoverer.discover(connector.id, ada.id);
  expect(await listed(ada.id)).toEqual(["x://2 [REDACTED]"]);
  expect(await listed(bo)).toEqual(["x://1 [REDACTED]"]);
});

test("after news a member's list is asked for again", async () => {
  isPersonal = true;
  await listed(ada.id);
  await discoverer.listChanged(connector.id);
  expect(await listed(ada.id)).toEqual(["x://2 [REDACTED]"]);
});

test("a server that is down is not asked again with every list", async () => {
  await catalog.connectors.remove(connector.id, ada);
  await upstream("");
  const config = { kind: "mcp-stdio" as const, command: process.execPath, args: ["-e", "process.exit(1)"], env: [] };
  connector = await catalog.connectors.update({ id: connector.id, name: "Lists", config }, ada);
  const attempts = () => rig.attached.length;
  expect(await listed()).toBeUndefined();
  const once = attempts();
  expect(await listed()).toBeUndefined();
  expect(attempts()).toBe(once);
  clock.advance(31_000);
  expect(await listed()).toBeUndefined();
  expect(attempts()).toBeGreaterThan(once);
});
