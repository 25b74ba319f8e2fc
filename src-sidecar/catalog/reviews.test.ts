import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId, ToolId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import type { ToolEntry } from "./snapshot.ts";
import {
  ada,
  command,
  openCatalogRig,
  refusalOf,
  server,
  tool,
  toolAt,
  type CatalogRig,
} from "./testdata/catalog-rig.ts";

let rig: CatalogRig;

beforeEach(async () => {
  rig = await openCatalogRig();
});
afterEach(() => rig[Symbol.asyncDispose]());

const reviewOf = ({ id, definitionDigest }: ToolEntry) => ({ id, definitionDigest, riskClass: "read-only" as const });
const classify = (entry: ToolEntry) => rig.catalog.tools.classify(reviewOf(entry), ada);
const now = ({ id }: ToolEntry) => rig.catalog.tools.get(id);
const actions = () => rig.recorder.entries.map(({ action }) => action);

describe("a review", () => {
  it("takes the flow of data that is suggested for its class unless it names another", async () => {
    const stays = { ...tool("get_a"), annotations: { readOnlyHint: true, openWorldHint: false } };
    const notes = await rig.withTools("Notes", stays, "get_b");
    const [a, b] = [toolAt(notes, 0), toolAt(notes, 1)];
    expect((await classify(a)).flow).toEqual({ readsOutside: false, sendsOut: false });
    const flow = { readsOutside: false, sendsOut: true };
    expect((await rig.catalog.tools.classify({ ...reviewOf(b), flow }, ada)).flow).toEqual(flow);
    expect(rig.recorder.entries.at(-1)?.body["flow"]).toEqual(flow);
    expect((await rig.reopened()).tools.get(b.id).flow).toEqual(flow);
  });

  it("vouches for no flow of a tool that is Unknown: unreviewed, drifted, or called so", async () => {
    const anywhere = { readsOutside: true, sendsOut: true };
    const quiet = { ...tool("get_a"), annotations: { readOnlyHint: true, openWorldHint: false } };
    const notes = await rig.withTools("Notes", quiet);
    const a = toolAt(notes);
    expect(a.flow).toEqual(anywhere);
    await rig.catalog.tools.classify({ ...reviewOf(a), riskClass: "unknown" }, ada);
    expect(now(a).flow).toEqual(anywhere);
    await classify(a);
    await rig.catalog.tools.reconcile(notes.id, [{ ...quiet, description: "Does more." }]);
    expect(now(a).flow).toEqual(anywhere);
  });

  it("says who reviewed it last, whatever became of it since", async () => {
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    expect(a.review).toBeNull();
    await classify(a);
    await rig.catalog.tools.reconcile(notes.id, [tool("a", "Does more.")]);
    expect(now(a).review).toEqual({ by: ada, at: rig.clock.now() });
  });
});

describe("a review is pinned to the server", () => {
  const secret = { kind: "org_secret" as const, credentialId: newId<CredentialId>() };
  const moves: readonly (readonly [string, ConnectorConfig])[] = [
    ["another program", command({ command: "deno" })],
    ["another argument", command({ args: ["server.js", "--all"] })],
    ["another folder", command({ cwd: "/tmp" })],
    ["one more variable", command({ env: [{ name: "MODE", source: { kind: "static", value: "x" } }] })],
    ["an address", { kind: "mcp-http", url: "https://example.test/mcp", headers: [] }],
  ];
  it.each(moves)("so %s makes it fall back to Unknown, and the way back restores it", async (_, config) => {
    proves("gate:server");
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    await classify(a);
    await rig.catalog.connectors.update({ id: notes.id, name: "Notes", config }, ada);
    expect(now(a).risk).toEqual({
      riskClass: "unknown",
      source: { kind: "drifted", was: "read-only", by: ada, at: rig.clock.now(), what: "server" },
    });
    expect(now(a)).toMatchObject({ reviewedDefinition: null, reviewedServer: expect.stringContaining("server.js") });
    expect(rig.recorder.entries.at(-1)).toMatchObject({ action: "connector.updated", body: { drifted: 1 } });
    await rig.catalog.connectors.update({ id: notes.id, name: "Notes", config: command() }, ada);
    expect(now(a)).toMatchObject({ risk: { riskClass: "read-only" }, reviewedServer: null });
  });

  it("which another name of the connector leaves alone", async () => {
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    await classify(a);
    await rig.catalog.connectors.update({ id: notes.id, name: "Papers", config: command() }, ada);
    expect(now(a).risk.riskClass).toBe("read-only");
  });

  it("and a server that calls itself something else is another one", async () => {
    proves("gate:server");
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    await classify(a);
    await rig.catalog.connectors.noteServer(notes.id, server({ serverName: "srv2" }));
    expect(now(a).risk.source).toMatchObject({ kind: "drifted", what: "server" });
    expect(rig.recorder.entries.at(-1)).toEqual({
      actor: "gatehouse",
      action: "connector.server-changed",
      subject: notes.id,
      body: { connector: "Notes", was: "srv", is: "srv2", versions: { was: "1.0", is: "1.0" }, drifted: 1 },
    });
    await classify(now(a));
    expect(now(a).risk.riskClass).toBe("read-only");
  });

  it("and another version of it is written down and changes nothing", async () => {
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    await classify(a);
    await rig.catalog.connectors.noteServer(notes.id, server({ serverVersion: "1.1" }));
    expect(now(a).risk.riskClass).toBe("read-only");
    expect(rig.recorder.entries.at(-1)).toEqual({
      actor: "gatehouse",
      action: "connector.server-version-changed",
      subject: notes.id,
      body: { connector: "Notes", was: "1.0", is: "1.1" },
    });
  });

  it("and what a server says first is no change", async () => {
    await rig.withTools("Notes", "a");
    expect(actions()).toEqual(["connector.created", "tool.discovered"]);
  });

  it("and a change of both is one of the definition", async () => {
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    await classify(a);
    await rig.catalog.connectors.noteServer(notes.id, server({ serverName: "srv2" }));
    await rig.catalog.tools.reconcile(notes.id, [tool("a", "Does more.")]);
    expect(now(a).risk.source).toMatchObject({ kind: "drifted", what: "definition" });
    expect(now(a).reviewedServer).toContain('"srv"');
  });

  it("whatever secret it is given", async () => {
    const withSecret = command({ env: [{ name: "TOKEN", source: secret }] });
    const other = { ...secret, credentialId: newId<CredentialId>(), template: "Bearer {{secret}}" };
    const { serverIdentity, identityDigest } = await import("./server-identity.ts");
    const digest = (config: ConnectorConfig) => identityDigest(serverIdentity(config, "srv"));
    expect(digest(command({ env: [{ name: "TOKEN", source: other }] }))).toBe(digest(withSecret));
    expect(digest(command({ env: [{ name: "TOKEN2", source: secret }] }))).not.toBe(digest(withSecret));
  });
});

describe("a new tool", () => {
  it("of a connector that nobody reviewed is not fresh", async () => {
    const notes = await rig.withTools("Notes", "a");
    rig.clock.advance(1);
    await rig.catalog.tools.reconcile(notes.id, [tool("a"), tool("b")]);
    expect(rig.catalog.connectors.get(notes.id).tools.map(({ isFresh }) => isFresh)).toEqual([false, false]);
    expect(actions().at(-1)).toBe("tool.discovered");
  });

  it("is announced, Unknown, and fresh until an admin reviews any tool of the connector", async () => {
    proves("gate:fresh");
    const notes = await rig.withTools("Notes", "a");
    await classify(toolAt(notes));
    rig.clock.advance(1);
    await rig.catalog.tools.reconcile(notes.id, [tool("a"), tool("b"), tool("c")]);
    const { tools } = rig.catalog.connectors.get(notes.id);
    expect(tools.map(({ isFresh, risk }) => [isFresh, risk.riskClass])).toEqual([
      [false, "read-only"],
      [true, "unknown"],
      [true, "unknown"],
    ]);
    expect(rig.recorder.entries.at(-1)).toEqual({
      actor: "gatehouse",
      action: "tools.appeared",
      subject: notes.id,
      body: { connector: "Notes", count: 2, names: ["b", "c"] },
    });
    rig.clock.advance(1);
    await classify(toolAt(rig.catalog.connectors.get(notes.id), 1));
    expect(rig.catalog.connectors.get(notes.id).tools.some(({ isFresh }) => isFresh)).toBe(false);
  });
});

describe("many reviews at once", () => {
  it("do what can be done and name the rest, each in the log", async () => {
    const notes = await rig.withTools("Notes", "a", "b", "c");
    const [a, b, c] = [toolAt(notes, 0), toolAt(notes, 1), toolAt(notes, 2)];
    await rig.catalog.tools.reconcile(notes.id, [tool("a"), tool("b", "Does more."), tool("c")]);
    const gone = newId<ToolId>();
    const items = [a, b, c].map(reviewOf);
    const done = await rig.catalog.tools.classifyMany([...items, { ...reviewOf(a), id: gone }], ada);
    expect(done).toEqual({ classified: 2, changed: [b.id, gone] });
    expect([a, b, c].map((one) => now(one).risk.riskClass)).toEqual(["read-only", "unknown", "read-only"]);
    const written = rig.recorder.entries.filter(({ action }) => action === "tool.classified");
    expect(written.map(({ subject }) => subject)).toEqual([a.id, c.id]);
  });

  it("are refused when one tool is given two classes", async () => {
    const notes = await rig.withTools("Notes", "a");
    const a = toolAt(notes);
    const twice = [reviewOf(a), { ...reviewOf(a), riskClass: "dangerous" as const }];
    const refusal = await refusalOf(rig.catalog.tools.classifyMany(twice, ada));
    expect(refusal).toMatchObject({ code: "invalid_input", data: { fields: [{ path: "/items/1/id" }] } });
    expect(now(a).risk.riskClass).toBe("unknown");
  });
});
