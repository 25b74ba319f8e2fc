import { expect, test } from "vitest";
import type { ApprovalVote, Requirements } from "../../src-contract/gate.ts";
import { memberId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { assertApprover, assertEditable, assertGiven, cannotApprove, type Approver } from "./requirements.ts";

const ADA = { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Ada" };
const OLE = { id: memberId.parse("01890000-0000-7000-8000-0000000000a1"), name: "Ole" };
const who = (id = ADA.id, change: Partial<Approver> = {}): Approver => ({
  id,
  role: "operator",
  isActive: true,
  ...change,
});
const vote = (by = ADA): ApprovalVote => ({ by, at: 1, reason: null });
const needs = (change: Partial<Requirements> = {}): Requirements => ({
  gesture: "press",
  needsReason: false,
  needed: 1,
  from: [],
  reviewsResult: false,
  ...change,
});

test("who may approve: whoever decides, or those who are named, each once", () => {
  proves("gate:roles");
  const two = needs({ needed: 2 });
  const rows = [
    [needs(), [], who(), null],
    [needs(), [], who(ADA.id, { role: "admin" }), null],
    [needs(), [], who(ADA.id, { role: "member" }), "not-an-approver"],
    [needs(), [], who(ADA.id, { isActive: false }), "not-an-approver"],
    [needs({ from: [OLE] }), [], who(), "not-an-approver"],
    [needs({ from: [OLE] }), [], who(ADA.id, { role: "admin" }), "not-an-approver"],
    [needs({ from: [OLE] }), [], who(OLE.id), null],
    [needs({ from: [OLE] }), [], who(OLE.id, { role: "member" }), "not-an-approver"],
    [two, [vote()], who(), "already-approved"],
    [two, [vote()], who(OLE.id), null],
    [two, [vote(), vote(OLE)], who(OLE.id), "already-approved"],
  ] as const;
  for (const [policy, votes, person, expected] of rows) expect(cannotApprove(policy, votes, person)).toBe(expected);
  expect(() => assertApprover(needs({ from: [OLE] }), [], who())).toThrow(
    expect.objectContaining({ code: "not_an_approver" }),
  );
  expect(() => assertApprover(two, [vote()], who())).toThrow(expect.objectContaining({ code: "already_approved" }));
});

test("what a policy asks for beside the yes has to be there", () => {
  const given = { reason: "r", hasPassphrase: true };
  assertGiven(needs({ needsReason: true, gesture: "passphrase" }), given);
  assertGiven(needs({ gesture: "hold" }), { reason: undefined, hasPassphrase: false }); // The gesture is made in the window.
  expect(() => assertGiven(needs({ needsReason: true }), { ...given, reason: undefined })).toThrow(
    expect.objectContaining({ code: "reason_required" }),
  );
  expect(() => assertGiven(needs({ gesture: "passphrase" }), { ...given, hasPassphrase: false })).toThrow(
    expect.objectContaining({ code: "passphrase_required" }),
  );
});

test("what several have to approve cannot be edited by one", () => {
  assertEditable(needs());
  expect(() => assertEditable(needs({ needed: 2 }))).toThrow(expect.objectContaining({ code: "not_editable" }));
});
