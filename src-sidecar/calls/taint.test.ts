import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { ADMIN, AGENT, KEY, makeTool, openDeskRig } from "./testdata/desk-rig.ts";

const BY = { ...ADMIN, at: 1_767_225_600_000 };
const OUTSIDE = { readsOutside: true, sendsOut: false };

test("what a tool brings counts as strangers' words once an admin says so, also for calls that were asked for before", async () => {
  proves("gate:taint");
  const tool = makeTool();
  await using rig = await openDeskRig({ tool });
  const { id, digest, outcome } = await rig.askAndWait();
  rig.tools.set(tool.id, { ...tool, flow: OUTSIDE });
  await rig.desk.decisions.approve(id, digest, BY);
  await outcome.promise;
  expect(rig.access.sessions.taint(AGENT)).toMatchObject({ callId: id, toolName: "write" });
});

test("a result that is collected again is read again, and by what its tool is held for now", async () => {
  proves("gate:taint");
  const tool = makeTool();
  await using rig = await openDeskRig({ tool });
  const { id, digest, outcome } = await rig.askAndWait();
  await rig.desk.decisions.approve(id, digest, BY);
  await outcome.promise;
  expect(rig.access.sessions.taint(AGENT)).toBeNull();
  rig.tools.set(tool.id, { ...tool, flow: OUTSIDE });
  await (
    await rig.desk.attach(id, KEY)
  )?.outcome;
  expect(rig.access.sessions.taint(AGENT)).toMatchObject({ callId: id });
});
