import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CredentialScope } from "../../src-contract/access.ts";
import type { ConnectorConfig, ToolDefinition } from "../../src-contract/connector.ts";
import type { CredentialId, Digest, MemberId, OrgId, PolicyId, ToolId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createMemoryRecorder, type MemoryRecorder } from "../../testkit/recorder.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import {
  insertMember,
  insertPolicyRow,
  openHome,
  replaceGrantRows,
  type AuditDraft,
  type OrgDb,
} from "../store/index.ts";
import { CatalogError } from "./catalog-error.ts";
import type { Catalog, CredentialInput } from "./catalog.ts";
import { openCatalog } from "./open-catalog.ts";
import { SAMPLE_CONNECTORS, sampleInput } from "./sample-connectors.ts";

const ada: Actor = { id: newId<MemberId>(), name: "Ada" };
const clock = createManualClock();
let disposal: AsyncDisposableStack;
let db: OrgDb;
let recorder: MemoryRecorder<OrgDb, AuditDraft>;
let catalog: Catalog;

beforeEach(async () => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const org = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
  db = org.db;
  await insertMember(db, { id: ada.id, name: ada.name, role: "admin", state: "active", created_at: 0 });
  recorder = createMemoryRecorder<OrgDb, AuditDraft>(db);
  catalog = await reopened();
});

afterEach(() => disposal.disposeAsync());

const reopened = () => openCatalog({ db, record: recorder.record, clock });
const command = (change: Partial<Extract<ConnectorConfig, { kind: "mcp-stdio" }>> = {}): ConnectorConfig => ({
  kind: "mcp-stdio",
  command: "node",
  args: ["server.js"],
  env: [],
  ...change,
});
const tool = (name: string, description = "Does it."): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: "object" },
});
const add = (name: string, config = command()) => catalog.connectors.create({ name, config }, ada);
const credential = (name: string, scope: CredentialScope = "org_secret", change: Partial<CredentialInput> = {}) => ({
  name,
  scope,
  authType: "token" as const,
  remindAfterDays: null,
  ...change,
});
const codeOf = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof CatalogError ? error.code : error;
};
const actions = () => recorder.entries.map(({ action }) => action);

async function addWithTools(name: string, ...tools: readonly string[]) {
  const { id } = await add(name);
  await catalog.tools.reconcile(
    id,
    tools.map((one) => tool(one)),
  );
  return catalog.connectors.get(id);
}

describe("a connector", () => {
  it("is created with a slug, recorded, and there again after a restart", async () => {
    const created = await add("My Files");
    expect(created).toMatchObject({
      name: "My Files",
      slug: "my-files",
      target: "node server.js",
      revision: 1,
      createdBy: "Ada",
      tools: [],
    });
    expect(recorder.entries).toEqual([
      {
        actor: "member:Ada",
        action: "connector.created",
        subject: created.id,
        body: { name: "My Files", kind: "mcp-stdio", target: "node server.js", credentials: [], static: [] },
      },
    ]);
    expect((await reopened()).connectors.get(created.id)).toEqual(created);
  });

  it("is refused under a name that is taken, shortens to a taken one, or belongs to Gatehouse", async () => {
    await add("My Files");
    expect(await codeOf(add("my files"))).toBe("name_taken");
    expect(await codeOf(add("My  Files!"))).toBe("name_taken");
    expect(await codeOf(add("Gatehouse"))).toBe("name_reserved");
    expect(await codeOf(add("Web Fetch"))).toBe("name_reserved");
    expect(catalog.snapshot().connectors.size).toBe(1);
  });

  it("is refused once when two of a name are created together", async () => {
    const outcomes = await Promise.all([codeOf(add("Twin")), codeOf(add("Twin"))]);
    expect(outcomes).toEqual([null, "name_taken"]);
  });

  it("keeps its slug and counts its revisions when it is changed", async () => {
    const { id } = await add("Old");
    const changed = await catalog.connectors.update({ id, name: "New", config: command({ args: ["other.js"] }) }, ada);
    expect(changed).toMatchObject({ name: "New", slug: "old", revision: 2, target: "node other.js" });
    const same = await catalog.connectors.update({ id, name: "New", config: command({ args: ["other.js"] }) }, ada);
    expect(same.revision).toBe(2);
    expect(actions()).toEqual(["connector.created", "connector.updated"]);
  });

  it("is refused with a credential that is not there or has another scope", async () => {
    const { id: credentialId } = await catalog.credentials.create(credential("Token", "user_secret"), ada);
    const bound = (id: CredentialId) =>
      command({ env: [{ name: "TOKEN", source: { kind: "org_secret", credentialId: id } }] });
    expect(await codeOf(add("A", bound(newId<CredentialId>())))).toBe("invalid_input");
    expect(await codeOf(add("A", bound(credentialId)))).toBe("invalid_input");
    expect(catalog.snapshot().connectors.size).toBe(0);
  });

  it("goes with its tools, its grants and the credentials that were its own", async () => {
    const own = await catalog.credentials.create(credential("Own"), ada);
    const shared = await catalog.credentials.create(credential("Shared"), ada);
    const bind = (name: string, credentialId: CredentialId) => ({
      name,
      source: { kind: "org_secret" as const, credentialId },
    });
    const going = await add("Going", command({ env: [bind("A", own.id), bind("B", shared.id)] }));
    const staying = await add("Staying", command({ env: [bind("B", shared.id)] }));
    await catalog.tools.reconcile(going.id, [tool("one"), tool("two")]);
    const policy = newId<PolicyId>();
    await insertPolicyRow(db, { id: policy, name: "P", trust_level: "manual", name_form: "namespaced", created_at: 0 });
    await replaceGrantRows(db, policy, [{ policy_id: policy, connector_id: going.id, tools: '"all"' }]);

    const expected = { tools: 2, grants: 1, credentials: [expect.objectContaining({ id: own.id })] };
    expect(await catalog.connectors.removalPreview(going.id)).toEqual(expected);
    expect(await catalog.connectors.remove(going.id, ada)).toEqual(expected);
    const { connectors, tools, credentials } = catalog.snapshot();
    expect([[...connectors.keys()], tools.size, [...credentials.keys()]]).toEqual([[staying.id], 0, [shared.id]]);
    expect(actions().slice(-2)).toEqual(["connector.removed", "credential.removed"]);
    expect(await codeOf(catalog.connectors.remove(going.id, ada))).toBe("not_found");
  });

  it("leaves no literal value in the log", async () => {
    await add("A", command({ env: [{ name: "REGION", source: { kind: "static", value: "s3kr1t-by-mistake" } }] }));
    expect(JSON.stringify(recorder.entries)).not.toContain("s3kr1t");
    expect(recorder.entries[0]?.body["static"]).toEqual(["REGION"]);
  });

  it("remembers what its server said of itself, and writes it once", async () => {
    const { id } = await add("A");
    await catalog.connectors.noteServer(id, {
      serverName: "srv",
      serverVersion: "1",
      instructions: "x".repeat(20_000),
    });
    const { version } = catalog.snapshot();
    await catalog.connectors.noteServer(id, {
      serverName: "srv",
      serverVersion: "1",
      instructions: "x".repeat(20_000),
    });
    expect(catalog.snapshot().version).toBe(version);
    expect(catalog.connectors.get(id)).toMatchObject({ serverName: "srv", instructions: "x".repeat(16_384) });
  });

  it("can be one of the samples", async () => {
    for (const { key } of SAMPLE_CONNECTORS) {
      const input = sampleInput({ key, folder: "/home/me/My Notes", dataFolder: "/home/me/.studio/samples" });
      if (input) await catalog.connectors.create(input, ada);
    }
    const all = [...catalog.snapshot().connectors.values()];
    expect(all.map(({ slug, target }) => [slug, target])).toEqual([
      ["everything", "npx -y @modelcontextprotocol/server-everything@2026.8.31"],
      ["filesystem", "npx -y @modelcontextprotocol/server-filesystem@2026.8.31 '/home/me/My Notes'"],
      ["memory", "npx -y @modelcontextprotocol/server-memory@2026.8.31"],
    ]);
    expect(sampleInput({ key: "filesystem", dataFolder: "/x" })).toBeNull();
  });
});

describe("the tools of a connector", () => {
  it("are taken over as its server lists them: on, and Unknown", async () => {
    proves("gate:unknown-asks", "gate:suggest-only");
    const { id } = await add("Notes");
    const definitions = [tool("write"), { ...tool("read.all"), annotations: { readOnlyHint: true } }];
    expect(await catalog.tools.reconcile(id, definitions)).toEqual({
      added: ["write", "read.all"],
      changed: [],
      removed: [],
      ignored: [],
    });
    expect(catalog.connectors.get(id).tools).toMatchObject([
      {
        name: "write",
        exposedName: "notes__write",
        plainName: "write",
        isEnabled: true,
        isOffered: true,
        risk: { riskClass: "unknown", source: { kind: "default" } },
      },
      {
        name: "read.all",
        suggestion: { riskClass: "read-only" },
        risk: { riskClass: "unknown", source: { kind: "default" } },
      },
    ]);
    expect(recorder.entries.at(-1)).toEqual({
      actor: "gatehouse",
      action: "tool.discovered",
      subject: id,
      body: { connector: "Notes", count: 2, names: ["write", "read.all"] },
    });
  });

  it("are not written again while nothing changed, whatever the order of members", async () => {
    const { id } = await addWithTools("Notes", "a", "b");
    const { version } = catalog.snapshot();
    const shuffled = { inputSchema: { type: "object" }, description: "Does it.", name: "a" };
    expect(await catalog.tools.reconcile(id, [shuffled, tool("b")])).toEqual({
      added: [],
      changed: [],
      removed: [],
      ignored: [],
    });
    expect(catalog.snapshot().version).toBe(version);
  });

  it("keep their ids and names through change, absence and return", async () => {
    const { id, tools } = await addWithTools("Notes", "a.x", "b");
    const changes = await catalog.tools.reconcile(id, [tool("c"), tool("a.x", "Does more.")]);
    expect(changes).toEqual({ added: ["c"], changed: ["a.x"], removed: ["b"], ignored: [] });
    expect(actions().slice(-3)).toEqual(["tool.discovered", "tool.definition-changed", "tool.vanished"]);
    expect(await catalog.tools.reconcile(id, [tool("b"), tool("a.x", "Does more.")])).toEqual({
      added: ["b"],
      changed: [],
      removed: ["c"],
      ignored: [],
    });
    const now = new Map(catalog.connectors.get(id).tools.map((one) => [one.name, one]));
    for (const { name, id: toolId, exposedName } of tools)
      expect(now.get(name)).toMatchObject({ id: toolId, exposedName, isOffered: true });
    expect(now.get("c")).toMatchObject({ isOffered: false });
    expect((await reopened()).connectors.get(id)).toEqual(catalog.connectors.get(id));
  });

  it("are taken at their first definition when a server lists a name twice", async () => {
    const { id } = await add("Two-faced");
    const changes = await catalog.tools.reconcile(id, [tool("x", "Harmless."), tool("x", "Not so.")]);
    expect(changes).toEqual({ added: ["x"], changed: [], removed: [], ignored: ["x"] });
    expect(catalog.connectors.get(id).tools.map(({ definition }) => definition.description)).toEqual(["Harmless."]);
  });

  it("are not taken over once their connector is gone", async () => {
    const { id } = await add("Going");
    const [removed, reconciled] = await Promise.all([
      codeOf(catalog.connectors.remove(id, ada)),
      codeOf(catalog.tools.reconcile(id, [tool("a")])),
    ]);
    expect([removed, reconciled]).toEqual([null, "not_found"]);
    expect(catalog.snapshot().tools.size).toBe(0);
  });

  it("of two connectors never share a name", async () => {
    await addWithTools("a", "b__c", "b");
    await addWithTools("a-b", "c", "b__c");
    const names = [...catalog.snapshot().tools.values()].map(({ exposedName }) => exposedName);
    expect(new Set(names).size).toBe(4);
  });

  it("are switched together or not at all", async () => {
    const { tools } = await addWithTools("Notes", "a", "b", "c");
    const [a, b] = tools.map(({ id }) => id) as [ToolId, ToolId, ToolId];
    await catalog.tools.setEnabled([a, b, a], false, ada);
    expect([...catalog.snapshot().tools.values()].map(({ isEnabled }) => isEnabled)).toEqual([false, false, true]);
    expect(recorder.entries.at(-1)?.body).toEqual({ connector: "Notes", count: 2, names: ["a", "b"] });
    expect(await codeOf(catalog.tools.setEnabled([a, newId<ToolId>()], true, ada))).toBe("not_found");
    expect(catalog.tools.get(a).isEnabled).toBe(false);
  });

  it("leave an earlier snapshot as it was", async () => {
    const { id, tools } = await addWithTools("Notes", "a");
    const before = catalog.snapshot();
    await catalog.tools.reconcile(id, [tool("a", "Changed."), tool("b")]);
    expect(before.connectors.get(id)?.tools).toEqual(tools);
    expect(before.tools.size).toBe(1);
  });
});

describe("a classification", () => {
  const classify = (id: ToolId, definitionDigest: Digest, riskClass = "read-only" as const) =>
    catalog.tools.classify({ id, definitionDigest, riskClass }, ada);

  it("holds for the definition that was reviewed, and falls back to Unknown when that changes", async () => {
    proves("gate:drift");
    const { id, tools } = await addWithTools("Notes", "a");
    const [a] = tools;
    if (!a) throw new Error("no tool");
    const admin = { kind: "admin", by: ada, at: clock.now() };
    expect((await classify(a.id, a.definitionDigest)).risk).toEqual({ riskClass: "read-only", source: admin });

    await catalog.tools.reconcile(id, [tool("a", "Does it. And sends a copy.")]);
    const drifted = catalog.tools.get(a.id);
    expect(drifted.risk).toEqual({
      riskClass: "unknown",
      source: { kind: "drifted", was: "read-only", by: ada, at: clock.now(), what: "definition" },
    });
    expect(drifted.reviewedDefinition).toEqual(a.definition);

    await catalog.tools.reconcile(id, [tool("a")]);
    expect(catalog.tools.get(a.id)).toMatchObject({ risk: { riskClass: "read-only" }, reviewedDefinition: null });
  });

  it.each([
    ["title", { title: "T" }],
    ["annotations", { annotations: { readOnlyHint: true } }],
    ["input schema", { inputSchema: { type: "object", properties: { a: {} } } }],
    ["output schema", { outputSchema: { type: "object" } }],
  ])("is bound to the %s too", async (_, change) => {
    proves("gate:drift");
    const { id, tools } = await addWithTools("Notes", "a");
    const [a] = tools;
    if (!a) throw new Error("no tool");
    await classify(a.id, a.definitionDigest);
    await catalog.tools.reconcile(id, [{ ...tool("a"), ...change }]);
    expect(catalog.tools.get(a.id).risk.source.kind).toBe("drifted");
  });

  it("of a definition that is no longer current is refused", async () => {
    const { id, tools } = await addWithTools("Notes", "a");
    const [a] = tools;
    if (!a) throw new Error("no tool");
    await catalog.tools.reconcile(id, [tool("a", "Changed.")]);
    expect(await codeOf(classify(a.id, a.definitionDigest))).toBe("conflict");
    expect(catalog.tools.get(a.id).risk.source.kind).toBe("default");
    expect(actions()).not.toContain("tool.classified");
  });

  it("replaces the earlier one and says so in the log", async () => {
    const { tools } = await addWithTools("Notes", "a");
    const [a] = tools;
    if (!a) throw new Error("no tool");
    await classify(a.id, a.definitionDigest);
    const again = await catalog.tools.classify(
      { id: a.id, definitionDigest: a.definitionDigest, riskClass: "dangerous" },
      ada,
    );
    expect(again.risk.riskClass).toBe("dangerous");
    expect(recorder.entries.at(-1)).toMatchObject({
      action: "tool.classified",
      subject: a.id,
      body: { was: "read-only", is: "dangerous" },
    });
  });
});

describe("a credential", () => {
  it("has a name of its own, knows who uses it, and goes only when nobody does", async () => {
    const { id: credentialId } = await catalog.credentials.create(credential("Token"), ada);
    expect(await codeOf(catalog.credentials.create(credential("token", "user_secret"), ada))).toBe("name_taken");
    const source = { kind: "org_secret" as const, credentialId };
    const connector = await add("A", command({ env: [{ name: "API_KEY", source }] }));
    expect(catalog.credentials.get(credentialId).usedBy).toEqual([
      { connectorId: connector.id, connectorName: "A", as: "API_KEY" },
    ]);
    expect(await codeOf(catalog.credentials.remove(credentialId, ada))).toBe("in_use");
    await catalog.connectors.update({ id: connector.id, name: "A", config: command() }, ada);
    await catalog.credentials.remove(credentialId, ada);
    expect(catalog.snapshot().credentials.size).toBe(0);
    expect(actions()).toEqual(["credential.created", "connector.created", "connector.updated", "credential.removed"]);
  });

  it("keeps the time of its last use, written when it is flushed", async () => {
    const { id } = await catalog.credentials.create(credential("Token"), ada);
    const { version } = catalog.snapshot();
    clock.advance(5_000);
    catalog.credentials.noteUse(id);
    await catalog.flush();
    expect(catalog.credentials.get(id).lastUsedAt).toBe(clock.now());
    expect(catalog.snapshot().version).toBe(version);
    expect((await reopened()).credentials.get(id).lastUsedAt).toBe(clock.now());
  });
});

it("stays as it was when a change cannot be recorded", async () => {
  const { id } = await addWithTools("Notes", "a");
  const broken = await openCatalog({ db, record: () => Promise.reject(new Error("the log is full")), clock });
  const before = broken.snapshot();
  await expect(broken.tools.reconcile(id, [])).rejects.toThrow("the log is full");
  await expect(broken.connectors.remove(id, ada)).rejects.toThrow("the log is full");
  expect(broken.snapshot()).toBe(before);
});
