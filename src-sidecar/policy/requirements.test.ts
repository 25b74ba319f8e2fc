import { expect, it } from "vitest";
import { DEFAULT_APPROVAL, type ConnectorApproval, type ToolApproval } from "../../src-contract/gate.ts";
import type { MemberId, ToolId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { isReviewed, requirementsOf } from "./requirements.ts";

const toolId = newId<ToolId>();
const bob = newId<MemberId>();
const tool = (change: Partial<ToolApproval>): ToolApproval => ({
  toolId,
  approvers: { needed: 1, from: [] },
  needsReason: false,
  needsPassphrase: false,
  reviewsResult: false,
  ...change,
});
const policy = (change: Partial<ConnectorApproval>): ConnectorApproval => ({ ...DEFAULT_APPROVAL, ...change });
const plain = { needsReason: false, needed: 1, from: [], reviewsResult: false };

it.each([
  ["read-only", "press"],
  ["moderate", "press"],
  ["dangerous", "hold"],
  ["unknown", "hold"],
] as const)("a %s call of a connector that nobody set a policy for needs a %s", (riskClass, gesture) => {
  expect(requirementsOf(DEFAULT_APPROVAL, toolId, riskClass)).toEqual({ ...plain, gesture });
});

it("grave calls need the passphrase where the connector says so, and every call of a tool that asks for it", () => {
  const grave = policy({ dangerousNeeds: "passphrase" });
  const gestures = (approval: ConnectorApproval) =>
    (["read-only", "dangerous", "unknown"] as const).map((one) => requirementsOf(approval, toolId, one).gesture);
  expect(gestures(grave)).toEqual(["press", "passphrase", "passphrase"]);
  expect(gestures(policy({ tools: [tool({ needsPassphrase: true })] }))).toEqual(Array(3).fill("passphrase"));
  expect(gestures(policy({ tools: [tool({ toolId: newId<ToolId>(), needsPassphrase: true })] }))).toEqual([
    "press",
    "hold",
    "hold",
  ]);
});

it("a tool adds to what its connector asks, and takes nothing from it", () => {
  const own = tool({ approvers: { needed: 2, from: [bob] }, needsReason: true, reviewsResult: true });
  expect(requirementsOf(policy({ tools: [own] }), toolId, "moderate")).toEqual({
    gesture: "press",
    needsReason: true,
    needed: 2,
    from: [bob],
    reviewsResult: true,
  });
  const strict = policy({ needsReason: true, reviewsResults: "all", tools: [tool({})] });
  expect(requirementsOf(strict, toolId, "moderate")).toMatchObject({ needsReason: true, reviewsResult: true });
});

it("results are looked at as the policy says: none, what was flagged, all, or those of one tool", () => {
  const reviewed = (approval: ConnectorApproval) =>
    [true, false].map((isFlagged) => isReviewed(approval, toolId, isFlagged));
  expect(reviewed(policy({ reviewsResults: "none" }))).toEqual([false, false]);
  expect(reviewed(policy({ reviewsResults: "flagged" }))).toEqual([true, false]);
  expect(reviewed(policy({ reviewsResults: "all" }))).toEqual([true, true]);
  expect(reviewed(policy({ tools: [tool({ reviewsResult: true })] }))).toEqual([true, true]);
});
