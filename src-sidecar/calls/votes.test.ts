import { expect, test } from "vitest";
import { DEFAULT_APPROVAL, type ToolApproval } from "../../src-contract/gate.ts";
import type { CallId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { VaultError } from "../vault/index.ts";
import { approvalCardOf, approvalSummaryOf, callDetailOf } from "./read.ts";
import { ADMIN, makeTool, MIA, OLE, openDeskRig, READER, unlock, until, type DeskRig } from "./testdata/desk-rig.ts";

const AT = 1_767_225_600_000;
const by = (who: typeof ADMIN, reason?: string) => ({ ...who, at: AT, reason });
const plain = makeTool();

/** A tool whose connector asks this of its approvers. */
function strict(change: Partial<ToolApproval>) {
  const own = { toolId: plain.id, approvers: { needed: 1, from: [] }, needsReason: false, needsPassphrase: false };
  return makeTool({ approval: { ...DEFAULT_APPROVAL, tools: [{ ...own, reviewsResult: false, ...change }] } });
}
const twoOf = (...from: (typeof ADMIN)[]) => strict({ approvers: { needed: 2, from: from.map(({ id }) => id) } });

const code = (value: string) => expect.objectContaining({ code: value });
const rowOf = (rig: DeskRig, id: CallId) =>
  rig.database.db.selectFrom("call").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("a call that needs two people runs with the second yes, and both are in the record", async () => {
  proves("gate:roles");
  await using rig = await openDeskRig({ tool: twoOf() });
  const call = await rig.askAndWait();
  const { id, digest } = call;
  expect(await rig.desk.decisions.approve(id, digest, by(ADMIN, "seen"))).toEqual({
    kind: "counted",
    votes: 1,
    needed: 2,
  });
  expect(rig.sent).toEqual([]);
  expect(await approvalSummaryOf(rig.ports, call)).toMatchObject({ votes: 1, requirements: { needed: 2 } });
  const card = (id: typeof ADMIN.id) => approvalCardOf(rig.ports, call, { reader: { ...READER, id }, identical: 0 });
  expect(await card(ADMIN.id)).toMatchObject({ cannotApprove: "already-approved", votes: [{ by: ADMIN }] });
  expect(await card(OLE.id)).toMatchObject({ cannotApprove: null });
  expect(await card(MIA.id)).toMatchObject({ cannotApprove: "not-an-approver" });
  await expect(rig.desk.decisions.approve(id, digest, by(ADMIN))).rejects.toThrow(code("already_approved"));

  expect(await rig.desk.decisions.approve(id, digest, by(OLE))).toEqual({ kind: "approved" });
  expect(await call.outcome.promise).toMatchObject({ kind: "answered" });
  expect(rig.sent).toHaveLength(1);
  expect(await rig.steps(id)).toEqual(["call.asked", "call.vote", "call.approved", "call.sent", "call.succeeded"]);
  expect(await callDetailOf(rig.ports, await rowOf(rig, id), READER)).toMatchObject({
    decidedBy: "Ole",
    votes: [
      { by: ADMIN, reason: "seen" },
      { by: OLE, reason: null },
    ],
  });
});

test("votes that come together are counted one after the other, and one person's count once", async () => {
  proves("gate:once", "gate:roles");
  await using rig = await openDeskRig({ tool: twoOf() });
  const { id, digest, outcome } = await rig.askAndWait();
  const votes = [ADMIN, ADMIN, OLE, ADMIN, OLE].map((who) => rig.desk.decisions.approve(id, digest, by(who)));
  const all = await Promise.allSettled(votes);
  expect(all.map((one) => (one.status === "fulfilled" ? one.value.kind : one.reason.code))).toEqual([
    "counted",
    "already_approved",
    "approved",
    "already_decided",
    "already_decided",
  ]);
  await outcome.promise;
  expect(rig.sent).toHaveLength(1);
});

test("votes survive a lock and a restart; a forged, moved or withdrawn one does not count", async () => {
  proves("gate:roles", "gate:replay", "restart:nothing-lost", "gate:no-self-approval");
  await using rig = await openDeskRig({ tool: twoOf() });
  const { id, digest } = await rig.askAndWait({ path: "/a" });
  const other = await rig.askAndWait({ path: "/b" });
  await rig.desk.decisions.approve(id, digest, by(ADMIN));
  await rig.desk.suspend();
  rig.vault.lock();
  await unlock(rig.vault);
  await rig.desk.resume((row) => rig.tools.get(row.tool_id) ?? null);
  expect(rig.desk.live(id)?.votes).toMatchObject([{ by: ADMIN }]);

  // What somebody who can write the database can do: hand the votes of one call to another.
  const { votes } = await rowOf(rig, id);
  await rig.database.db.updateTable("call").set({ votes }).where("id", "=", other.id).execute();
  const next = await rig.reborn();
  await next.desk.recover();
  await next.desk.resume((row) => rig.tools.get(row.tool_id) ?? null);
  await until(() => next.desk.live(id));
  expect(next.desk.live(id)?.votes).toMatchObject([{ by: ADMIN }]);
  expect(next.desk.live(other.id)).toBeUndefined();
  expect(await rowOf(rig, other.id)).toMatchObject({ state: "failed", sent_at: null });
  expect(await next.desk.decisions.approve(id, digest, by(OLE))).toEqual({ kind: "approved" });
  await until(() => (rig.sent.length === 1 ? true : undefined));
});

test("only those who are named approve, with the role that they have at that moment; anyone who decides says no", async () => {
  proves("gate:roles");
  await using rig = await openDeskRig({ tool: twoOf(ADMIN, OLE, MIA) });
  const { id, digest, outcome } = await rig.askAndWait();
  await expect(rig.desk.decisions.approve(id, digest, by(MIA))).rejects.toThrow(code("not_an_approver"));
  rig.members.delete(OLE.id);
  await expect(rig.desk.decisions.approve(id, digest, by(OLE))).rejects.toThrow(code("not_an_approver"));
  rig.members.set(OLE.id, "operator");
  await rig.desk.decisions.approve(id, digest, by(OLE));
  await rig.desk.decisions.deny(id, digest, "no", by(ADMIN));
  expect(await outcome.promise).toMatchObject({ kind: "denied" });
  expect(rig.sent).toEqual([]);
});

test("a policy that is made stricter holds for what waits", async () => {
  await using rig = await openDeskRig();
  const { id, digest } = await rig.askAndWait();
  rig.tools.set(plain.id, twoOf());
  expect(await rig.desk.decisions.approve(id, digest, by(ADMIN))).toMatchObject({ kind: "counted" });
  await expect(rig.desk.decisions.approveEdited(id, digest, { path: "/b" }, by(OLE))).rejects.toThrow(
    code("not_editable"),
  );
});

test("a missing reason or passphrase decides nothing, and a wrong one neither", async () => {
  proves("gate:roles");
  await using rig = await openDeskRig({ tool: strict({ needsReason: true, needsPassphrase: true }) });
  const { id, digest, outcome } = await rig.askAndWait();
  let asked = 0;
  const wrong = async () => {
    asked += 1;
    throw new VaultError("wrong_passphrase");
  };
  const { decisions } = rig.desk;
  await expect(decisions.approve(id, digest, by(ADMIN))).rejects.toThrow(code("reason_required"));
  await expect(decisions.approve(id, digest, by(ADMIN, "r"))).rejects.toThrow(code("passphrase_required"));
  const unproven = { ...by(ADMIN, "r"), provePassphrase: wrong };
  await expect(decisions.approve(id, digest, unproven)).rejects.toThrow(code("wrong_passphrase"));
  await expect(decisions.approveEdited(id, digest, { path: "/b" }, unproven)).rejects.toThrow(code("wrong_passphrase"));
  await expect(decisions.approveMany([{ callId: id, digest }], unproven)).rejects.toThrow(code("wrong_passphrase"));
  expect([asked, rig.desk.waiting().length, rig.sent.length]).toEqual([3, 1, 0]);
  expect(await rig.steps(id)).toEqual(["call.asked"]);
  await decisions.approve(id, digest, { ...by(ADMIN, "because"), provePassphrase: async () => {} });
  await outcome.promise;
  expect(await callDetailOf(rig.ports, await rowOf(rig, id), READER)).toMatchObject({
    decision: { kind: "approved", reason: "because" },
  });
});

test("the vote of somebody who may no longer decide does not count", async () => {
  proves("gate:roles", "people:removed");
  await using rig = await openDeskRig({ tool: twoOf() });
  const { decisions } = rig.desk;
  const call = await rig.askAndWait();
  const { id, digest } = call;
  await decisions.approve(id, digest, by(OLE));
  rig.members.delete(OLE.id);
  expect(await approvalSummaryOf(rig.ports, call)).toMatchObject({ votes: 0 });
  expect((await approvalCardOf(rig.ports, call, { reader: READER, identical: 0 })).votes).toEqual([]);
  expect(await decisions.approve(id, digest, by(ADMIN))).toEqual({ kind: "counted", votes: 1, needed: 2 });
  expect(rig.sent).toEqual([]);
  rig.members.set(OLE.id, "operator");
  expect(await decisions.approve(id, digest, by(OLE))).toEqual({ kind: "approved" });
  await call.outcome.promise;
  expect(rig.sent).toHaveLength(1);
});

test("a passphrase that a policy asks for while several calls are decided is checked", async () => {
  proves("gate:roles");
  await using rig = await openDeskRig();
  const [a, b] = [await rig.askAndWait({ path: "/a" }), await rig.askAndWait({ path: "/b" })];
  const calls = [a, b].map(({ id: callId, digest }) => ({ callId, digest }));
  const provePassphrase = () => Promise.reject(new VaultError("wrong_passphrase"));
  const deciding = rig.desk.decisions.approveMany(calls, { ...by(ADMIN), provePassphrase });
  rig.tools.set(plain.id, strict({ needsPassphrase: true }));
  const many = await deciding;
  expect(many.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual(["decided", "wrong_passphrase"]);
  await a.outcome.promise;
  expect(rig.sent.map(({ arguments: args }) => args["path"])).toEqual(["/a"]);
});

test("several calls are decided together, and one that is not what was shown fails alone", async () => {
  proves("gate:digest");
  await using rig = await openDeskRig();
  const calls = await Promise.all(["/a", "/b", "/b", "/c"].map((path) => rig.askAndWait({ path })));
  const [a, b, same, c] = calls;
  if (!a || !b || !same || !c) throw new Error("no calls");
  expect([rig.desk.identicalTo(b), rig.desk.identicalTo(a)]).toEqual([1, 0]);
  const shown = [a, b, same].map(({ id: callId, digest }) => ({ callId, digest }));
  const many = await rig.desk.decisions.approveMany(
    [...shown, { callId: c.id, digest: a.digest }, ...shown.slice(0, 1)],
    by(OLE),
  );
  expect(many.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual([
    "decided",
    "decided",
    "decided",
    "digest_mismatch",
    expect.stringMatching(/^already_decided|not_waiting$/),
  ]);
  await Promise.all([a, b, same].map(({ outcome }) => outcome.promise));
  expect(new Set(rig.sent.map(({ arguments: args }) => args["path"]))).toEqual(new Set(["/a", "/b"]));
  expect(rig.sent).toHaveLength(3);
  const denied = await rig.desk.decisions.denyMany([{ callId: c.id, digest: c.digest }, ...shown], "no", by(OLE));
  expect(denied.map(({ kind }) => kind)).toEqual(["decided", "failed", "failed", "failed"]);
  expect(await c.outcome.promise).toMatchObject({ kind: "denied", reason: "no" });
});
