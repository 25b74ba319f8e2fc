import { Validator } from "@cfworker/json-schema";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createMemoryRecorder } from "../../testkit/recorder.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { insertMember, openHome, type AuditDraft, type OrgDb } from "../store/index.ts";
import type { Catalog } from "./catalog.ts";
import { openCatalog } from "./open-catalog.ts";
import { CONTENT_OPERATIONS, operationDefinition } from "./operations.ts";
import { definitionDigest } from "./plan-reconcile.ts";

const ada: Actor = { id: newId<MemberId>(), name: "Ada" };
const tool = (name: string): ToolDefinition => ({ name, inputSchema: { type: "object" } });
let disposal: AsyncDisposableStack;
let catalog: Catalog;
let reopen: () => Promise<Catalog>;

beforeEach(async () => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  const { db } = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
  await insertMember(db, { id: ada.id, name: ada.name, role: "admin", created_at: 0 });
  const { record } = createMemoryRecorder<OrgDb, AuditDraft>(db);
  reopen = () => openCatalog({ db, record, clock: createManualClock() });
  catalog = await reopen();
});

afterEach(() => disposal.disposeAsync());

const add = (name: string) =>
  catalog.connectors.create({ name, config: { kind: "mcp-stdio", command: "node", args: [], env: [] } }, ada);
const rows = (id: Parameters<Catalog["connectors"]["get"]>[0]) =>
  catalog.connectors.get(id).tools.map(({ operation, exposedName, isOffered }) => [operation, exposedName, isOffered]);

test("operations stand after the tools, come and go with the server, and are Unknown until someone says more", async () => {
  const { id } = await add("Notes");
  expect(await catalog.tools.reconcile(id, [tool("write")], ["prompts/get", "resources/read"])).toEqual({
    added: ["write", "resources/read", "prompts/get"],
    changed: [],
    removed: [],
    ignored: [],
  });
  expect(rows(id)).toEqual([
    ["tools/call", "notes__write", true],
    ["resources/read", "notes__resources/read", true],
    ["prompts/get", "notes__prompts/get", true],
  ]);
  const [, read] = catalog.connectors.get(id).tools;
  expect(read?.risk).toEqual({ riskClass: "unknown", source: { kind: "default" } });
  expect(read?.suggestion.riskClass).toBe("read-only");
  expect(read?.suggestion.evidence.length).toBeGreaterThan(0);
  const { version } = catalog.snapshot();
  await catalog.tools.reconcile(id, [tool("write")], ["resources/read", "prompts/get"]);
  expect(catalog.snapshot().version).toBe(version);
  expect((await catalog.tools.reconcile(id, [tool("write"), tool("more")], [])).removed).toEqual([
    "resources/read",
    "prompts/get",
  ]);
  expect(rows(id).filter(([, , isOffered]) => isOffered)).toHaveLength(2);
  catalog = await reopen();
  expect(rows(id)).toContainEqual(["resources/read", "notes__resources/read", false]);
});

test("a tool that a server calls like an operation is another row, and neither takes the other's name or class", async () => {
  proves("gate:content");
  const { id } = await add("Evil");
  const mimic = { ...operationDefinition("resources/read") };
  await catalog.tools.reconcile(id, [mimic, tool("evil__resources/read")], ["resources/read"]);
  const [own, , operation] = catalog.connectors.get(id).tools;
  expect([own?.operation, operation?.operation]).toEqual(["tools/call", "resources/read"]);
  expect(new Set(catalog.connectors.get(id).tools.map(({ exposedName }) => exposedName)).size).toBe(3);
  expect(own?.exposedName).toMatch(/^evil__resources_read_[0-9a-f]{8}$/);
  expect(new Set(catalog.connectors.get(id).tools.map(({ plainName }) => plainName)).size).toBe(3);
  if (!operation) throw new Error("no operation");
  const { id: toolId, definitionDigest: reviewed } = operation;
  await catalog.tools.classify({ id: toolId, definitionDigest: reviewed, riskClass: "read-only" }, ada);
  const [now] = catalog.connectors.get(id).tools;
  expect(now?.risk.riskClass).toBe("unknown");
  // The server takes the operation back and keeps the tool: what was said of the operation is not said of the tool.
  await catalog.tools.reconcile(id, [mimic], []);
  expect(
    catalog.connectors
      .get(id)
      .tools.filter(({ isOffered }) => isOffered)
      .map(({ risk }) => risk.riskClass),
  ).toEqual(["unknown"]);
});

test("definitions are ours, the same for every server, and change only on purpose", () => {
  expect(CONTENT_OPERATIONS.map((operation) => definitionDigest(operationDefinition(operation)).slice(0, 12))).toEqual(
    PINNED,
  );
  for (const operation of CONTENT_OPERATIONS) expect(operationDefinition(operation).name).toBe(operation);
});

// A change here makes every classification of the operation drift, in every studio.
const PINNED = ["027a194cee62", "565af21f56b7", "16370cb20a08"];

test.each([
  ["resources/read", { uri: "x://a" }, true],
  ["resources/read", {}, false],
  ["resources/read", { uri: "x://a", more: 1 }, false],
  ["resources/read", { uri: 7 }, false],
  ["prompts/get", { name: "p" }, true],
  ["prompts/get", { name: "p", arguments: { a: "b" } }, true],
  ["prompts/get", { name: "p", arguments: { a: 7 } }, false],
  ["prompts/get", { arguments: {} }, false],
  ["completion/complete", { ref: { type: "ref/prompt", name: "p" }, argument: { name: "a", value: "" } }, true],
  [
    "completion/complete",
    {
      ref: { type: "ref/resource", uri: "x://{a}" },
      argument: { name: "a", value: "" },
      context: { arguments: { b: "c" } },
    },
    true,
  ],
  ["completion/complete", { ref: { type: "ref/tool", name: "p" }, argument: { name: "a", value: "" } }, false],
  ["completion/complete", { ref: { type: "ref/prompt", name: "p" } }, false],
] as const)("%s fits %j: %s", (operation, args, fits) => {
  expect(new Validator(operationDefinition(operation).inputSchema, "2020-12").validate(args).valid).toBe(fits);
});
