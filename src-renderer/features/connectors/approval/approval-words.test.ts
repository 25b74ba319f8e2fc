import { expect, test } from "vitest";
import type { ConnectorApproval, MemberId, ToolId } from "../../../client/index.ts";
import { approvalProblem, approvalSentences } from "./approval-words.ts";

const USUAL: ConnectorApproval = {
  readOnly: "as-trust",
  moderate: "as-trust",
  dangerous: "as-trust",
  unknown: "as-trust",
  needsReason: false,
  dangerousNeeds: "hold",
  reviewsResults: "none",
  tools: [],
};
const toolId = "tool" as ToolId; // an id for the test
const [ada, bo, cy] = ["ada", "bo", "cy"] as unknown as readonly [MemberId, MemberId, MemberId]; // as above
const names = {
  tools: [{ id: toolId, name: "move_file" }],
  people: [
    { id: ada, name: "Ada" },
    { id: bo, name: "Bo" },
  ],
};

test("a policy of which nothing is set says nothing", () => {
  expect(approvalSentences(USUAL, names)).toEqual([]);
});

test("a policy is said in plain sentences, classes with one rule together", () => {
  const approval: ConnectorApproval = {
    ...USUAL,
    readOnly: "run",
    moderate: "ask",
    dangerous: "ask",
    unknown: "refuse",
    needsReason: true,
    dangerousNeeds: "passphrase",
    reviewsResults: "flagged",
    tools: [
      {
        toolId,
        approvers: { needed: 2, from: [ada, bo] },
        needsReason: false,
        needsPassphrase: true,
        reviewsResult: true,
      },
    ],
  };
  expect(approvalSentences(approval, names)).toMatchInlineSnapshot(`
    [
      "Read-only calls run without a person, also under Manual.",
      "Moderate and Dangerous calls are always asked for, whatever was approved in advance.",
      "Unknown calls are refused; nobody is asked.",
      "Whoever approves says why, for the log.",
      "Dangerous and Unknown calls take the passphrase of whoever approves.",
      "A person sees a result before the agent does when something in it was removed or reads like orders to a model.",
      "move_file takes the passphrase, a look at its result, and 2 different people out of Ada and Bo.",
    ]
  `);
});

test("more people than there are is refused", () => {
  const tool = { toolId, needsReason: false, needsPassphrase: false, reviewsResult: false };
  const of = (needed: number, from: MemberId[]): ConnectorApproval => ({
    ...USUAL,
    tools: [{ ...tool, approvers: { needed, from } }],
  });
  const all = new Set([ada, bo, cy]);
  expect([
    approvalProblem(of(2, [ada, bo]), all),
    approvalProblem(of(3, []), all),
    approvalProblem(of(3, [ada, bo]), all),
    approvalProblem(of(2, [ada, bo]), new Set([ada, cy])),
    approvalProblem(of(2, []), new Set([ada])),
  ]).toEqual([null, null, expect.stringContaining("3"), expect.stringContaining("2"), expect.stringContaining("2")]);
});
