import { expect, test } from "vitest";
import { DEFAULT_APPROVAL, type ConnectorApproval } from "../../src-contract/gate.ts";
import { proves } from "../../testkit/promises.ts";
import type { SessionId } from "../../src-contract/ids.ts";
import { insertMember } from "../store/index.ts";
import { ADMIN, AGENT, makeReader, makeTool, openDeskRig, type DeskRig } from "./testdata/desk-rig.ts";

const AT = 1_767_225_600_000;
const BY = { ...ADMIN, at: AT };

/** An admin who is in the database, too: keys name who made them. */
async function memberOf({ database }: DeskRig): Promise<typeof ADMIN> {
  await insertMember(database.db, { ...ADMIN, role: "admin", state: "active", created_at: 0 });
  return ADMIN;
}

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

test.each([
  ["was paused", (rig: DeskRig, id: SessionId) => rig.access.sessions.pause(id, "Wait.", ADMIN)],
  ["asks for everything", (rig: DeskRig, id: SessionId) => rig.access.sessions.setTrust(id, "manual", ADMIN)],
])(
  "a call that runs by itself is not sent when its session %s by the time that its server is up",
  async (_, tighten) => {
    proves("gate:tighten");
    await using rig = await openDeskRig({ tool: makeReader() });
    const policy = await rig.access.policies.create(
      { name: "P", trustLevel: "supervised", nameForm: "namespaced", grants: [] },
      await memberOf(rig),
    );
    const { id: keyId } = await rig.access.keys.create({ name: "K", policyId: policy.id, memberId: null }, ADMIN);
    const client = { clientName: "test", clientVersion: "1", protocolVersion: "2025-11-25" };
    const session = await rig.access.sessions.findOrOpen(keyId, client);
    const server = Promise.withResolvers<void>();
    Object.assign(rig.ports, { warmUp: () => server.promise });
    const asker = { ...AGENT, keyId, sessionId: session.id };
    const { outcome } = await rig.ask(undefined, { asker });
    await tighten(rig, session.id);
    server.resolve();
    expect(await outcome).toMatchObject({ kind: "failed", code: "tool_unavailable" });
    expect(rig.sent).toEqual([]);
  },
);

test("nothing that waits is sent while calls are stopped, even when the stop died before it cancelled them", async () => {
  proves("gate:stop");
  await using rig = await openDeskRig();
  const { id, digest, outcome } = await rig.askAndWait();
  await rig.access.settings.stop("Enough.", ADMIN);
  await rig.desk.decisions.approve(id, digest, BY);
  expect(await outcome.promise).toMatchObject({ kind: "failed" });
  expect(rig.sent).toEqual([]);
});
