import { expect, test } from "vitest";
import { DEFAULT_APPROVAL, type ConnectorApproval } from "../../src-contract/gate.ts";
import { proves } from "../../testkit/promises.ts";
import { ADMIN, makeReader, makeTool, openDeskRig, type DeskRig } from "./testdata/desk-rig.ts";

const AT = 1_767_225_600_000;
const BY = { ...ADMIN, at: AT };

/** The connector's policy becomes another one. */
function setPolicy(rig: DeskRig, change: Partial<ConnectorApproval>): void {
  for (const tool of rig.tools.values())
    rig.tools.set(tool.id, { ...tool, approval: { ...DEFAULT_APPROVAL, ...change } });
}

test("a call that waits is not sent once its connector's policy refuses its class, whoever approves it", async () => {
  proves("gate:tighten");
  await using rig = await openDeskRig({ tool: makeTool() });
  const { id, digest, outcome } = await rig.askAndWait();
  setPolicy(rig, { unknown: "refuse" });
  await rig.desk.decisions.approve(id, digest, BY);
  expect(await outcome.promise).toMatchObject({ kind: "failed", code: "tool_unavailable" });
  expect(rig.sent).toEqual([]);
});

test("a call that runs by itself is not sent when its connector's policy asks by the time that its server is up", async () => {
  proves("gate:tighten");
  await using rig = await openDeskRig({ tool: makeReader() });
  const server = Promise.withResolvers<void>();
  Object.assign(rig.ports, { warmUp: () => server.promise });
  const { outcome } = await rig.ask();
  setPolicy(rig, { readOnly: "ask" });
  server.resolve();
  expect(await outcome).toMatchObject({ kind: "failed", code: "tool_unavailable" });
  expect(rig.sent).toEqual([]);
});

test("nothing that waits is sent while calls are stopped, even when the stop died before it cancelled them", async () => {
  proves("gate:stop");
  await using rig = await openDeskRig();
  const { id, digest, outcome } = await rig.askAndWait();
  await rig.access.settings.stop("Enough.", ADMIN);
  await rig.desk.decisions.approve(id, digest, BY);
  expect(await outcome.promise).toMatchObject({ kind: "failed" });
  expect(rig.sent).toEqual([]);
});
