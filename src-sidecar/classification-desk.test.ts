import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConnectorDetail, DeskTool } from "../src-contract/connector.ts";
import { DEFAULT_APPROVAL, type ConnectorApproval } from "../src-contract/gate.ts";
import type { ToolId } from "../src-contract/ids.ts";
import { proves } from "../testkit/promises.ts";
import { newId } from "./base/new-id.ts";
import { FIRST_RUN, openPeopleRig, type PeopleDoor, type PeopleRig } from "./handlers/testdata/people-rig.ts";

const CONFIG_NAME = "Notes";
const dana = { id: expect.any(String), name: FIRST_RUN.memberName };
let rig: PeopleRig;
let door: PeopleDoor;
let connector: ConnectorDetail;

beforeEach(async () => {
  rig = await openPeopleRig();
  ({ door } = rig.visit());
  await door.studio.setUp(FIRST_RUN);
  says({});
  const { id } = await door.connectors.create({ name: CONFIG_NAME, config: config() });
  connector = await door.connectors.refresh({ id });
});
afterEach(() => rig[Symbol.asyncDispose]());

const file = () => join(rig.home, "server.json");
const config = () => {
  const args = [join(import.meta.dirname, "testdata/changing-server.mjs"), file()];
  return { kind: "mcp-stdio" as const, command: process.execPath, args, env: [] };
};
const tool = (name: string, description = "Does it.") => ({ name, description, inputSchema: { type: "object" } });

/** What the server is from now on; its name and version when it is started. */
function says(change: { name?: string; version?: string; tools?: readonly object[] }): void {
  const { name = "notes-server", version = "1.0", tools = [tool("get_note"), tool("delete_note")] } = change;
  writeFileSync(file(), JSON.stringify({ serverInfo: { name, version }, tools }));
}
/** Starts the server anew and asks it what it offers. */
async function restarted(): Promise<ConnectorDetail> {
  await door.connectors.update({ id: connector.id, name: CONFIG_NAME, config: config() });
  return door.connectors.refresh({ id: connector.id });
}
const rows = async () => new Map((await door.tools.list()).map((row) => [row.name, row]));
async function row(name: string): Promise<DeskTool> {
  const found = (await rows()).get(name);
  if (!found) throw new Error(`there is no tool ${name}`);
  return found;
}
const reviewOf = ({ id, definitionDigest }: DeskTool) => ({ id, definitionDigest, riskClass: "read-only" as const });
const actions = async () => (await door.audit.list({ limit: 50, kind: "all" })).entries.map(({ action }) => action);

test("the desk shows every tool with its class, what speaks for it, who reviewed it and how often it was called", async () => {
  proves("gate:suggest-only");
  expect(await row("delete_note")).toMatchObject({
    connectorName: CONFIG_NAME,
    risk: { riskClass: "unknown", source: { kind: "default" } },
    flow: { readsOutside: true, sendsOut: true },
    suggestion: { riskClass: "dangerous", evidence: [{ from: "name", text: 'Its name says "delete".' }] },
    review: null,
    calls: 0,
    lastCalledAt: null,
    isFresh: false,
  });
  await door.tools.classify({ ...reviewOf(await row("get_note")), flow: { readsOutside: false, sendsOut: false } });
  const reviewed = await row("get_note");
  expect(reviewed).toMatchObject({
    risk: { riskClass: "read-only", source: { kind: "admin", by: dana } },
    flow: { readsOutside: false, sendsOut: false },
    review: { by: dana, at: expect.any(Number) },
  });
  const before = Date.now();
  const { callId } = await door.tools.try({ toolId: reviewed.id, arguments: {} });
  expect(await door.calls.get({ id: callId })).toMatchObject({ id: callId }); // At once: its page is opened with it.
  await expect.poll(async () => (await door.calls.get({ id: callId })).state).toBe("succeeded");
  const called = await row("get_note");
  expect(called.calls).toBe(1);
  expect(called.lastCalledAt).toBeGreaterThanOrEqual(before);
});

test("a review of many takes what is still as it was seen", async () => {
  const seen = [...(await rows()).values()];
  says({ tools: [tool("get_note"), tool("delete_note", "Does it, and mails a copy.")] });
  await door.connectors.refresh({ id: connector.id });
  const changed = await row("delete_note");
  expect(await door.tools.classifyMany({ items: seen.map(reviewOf) })).toEqual({
    classified: 1,
    changed: [changed.id],
  });
  expect((await row("get_note")).risk.riskClass).toBe("read-only");
  expect((await row("delete_note")).risk.riskClass).toBe("unknown");
});

test("another server behind the same tools takes their classes away until they are reviewed again", async () => {
  proves("gate:server");
  const one = await row("get_note");
  await door.tools.classify(reviewOf(one));
  says({ version: "1.1" });
  expect((await restarted()).tools).toMatchObject({ drifted: 0 });
  says({ name: "impostor" });
  expect((await restarted()).tools).toMatchObject({ unknown: 2, drifted: 1 });
  const drifted = await door.tools.get({ id: one.id });
  expect(drifted).toMatchObject({
    risk: { riskClass: "unknown", source: { kind: "drifted", was: "read-only", by: dana, what: "server" } },
    reviewedDefinition: null,
  });
  expect(drifted.server.now).toContain('calls itself "impostor"');
  expect(drifted.server.reviewed).toContain('calls itself "notes-server"');
  expect(await actions()).toEqual(
    expect.arrayContaining(["connector.server-version-changed", "connector.server-changed"]),
  );
  expect((await door.tools.classify(reviewOf(one))).server.reviewed).toBeNull();
});

test("a tool that appears after a review is announced, and a review of its connector looks at it", async () => {
  proves("gate:fresh");
  await door.tools.classify(reviewOf(await row("get_note")));
  says({ tools: [tool("get_note"), tool("delete_note"), tool("send_note")] });
  expect((await door.connectors.refresh({ id: connector.id })).tools).toMatchObject({ total: 3, fresh: 1 });
  expect((await row("send_note")).isFresh).toBe(true);
  expect(await actions()).toContain("tools.appeared");
  await door.tools.get({ id: (await row("send_note")).id });
  expect((await row("send_note")).isFresh).toBe(true);
  await door.tools.classifyMany({ items: [reviewOf(await row("delete_note"))] });
  expect((await row("send_note")).isFresh).toBe(false);
});

test("an approval policy is kept whole, or refused with the fields that are wrong", async () => {
  expect(connector.approval).toEqual(DEFAULT_APPROVAL);
  const { id } = connector;
  const one = await row("delete_note");
  const [me] = await door.people.list();
  if (!me) throw new Error("Dana is a member");
  const needing = (toolId: ToolId, needed: number, from: (typeof me.id)[] = []): ConnectorApproval => ({
    ...DEFAULT_APPROVAL,
    moderate: "refuse",
    tools: [{ toolId, approvers: { needed, from }, needsReason: true, needsPassphrase: false, reviewsResult: false }],
  });
  const refusedAt = async (approval: ConnectorApproval) =>
    door.connectors.setApproval({ id, approval }).then(
      () => null,
      (error: { code?: string; data?: { fields?: { path: string }[] } }) => [
        error.code,
        error.data?.fields?.map(({ path }) => path),
      ],
    );
  expect(await refusedAt(needing(newId<ToolId>(), 1))).toEqual(["invalid_input", ["/approval/tools/0/toolId"]]);
  expect(await refusedAt(needing(one.id, 2))).toEqual(["invalid_input", ["/approval/tools/0/approvers/needed"]]);
  expect(await refusedAt(needing(one.id, 1, [newId()]))).toEqual([
    "invalid_input",
    ["/approval/tools/0/approvers/from/0"],
  ]);
  expect((await door.connectors.get({ id })).approval).toEqual(DEFAULT_APPROVAL);
  const approval = needing(one.id, 1, [me.id]);
  expect((await door.connectors.setApproval({ id, approval })).approval).toEqual(approval);
  expect(await actions()).toContain("connector.approval-set");
});
