import { describe, expect, it } from "vitest";
import type { CallId, Digest } from "../../../../src-contract/ids.ts";
import type { ApprovalSummary } from "../../../client/index.ts";
import { byUrgency, callAfter, groupQueue, groupWith } from "./order.ts";

function waiting(id: string, facts: Partial<ApprovalSummary> = {}): ApprovalSummary {
  return {
    kind: "call",
    callId: id as CallId,
    digest: id as Digest,
    connectorName: "files",
    toolName: "write_file",
    toolTitle: null,
    riskClass: "moderate",
    askerName: "laptop",
    gist: "",
    receivedAt: 0,
    heldUntil: null,
    expiresAt: 1_000,
    warnings: 0,
    requirements: { gesture: "press", needsReason: false, needed: 1, from: [], reviewsResult: false },
    votes: 0,
    ...facts,
  };
}

const NOBODY: ReadonlySet<CallId> = new Set();
const ids = (queue: readonly ApprovalSummary[]): readonly string[] => queue.map(({ callId }) => callId);
const same = "d".repeat(64) as Digest;

describe("the queue", () => {
  it("puts whose agent still waits first, soonest over first, and the others by when they expire", () => {
    const queue = [
      waiting("back-late", { expiresAt: 900 }),
      waiting("held-late", { heldUntil: 70 }),
      waiting("back-soon", { expiresAt: 100 }),
      waiting("held-soon", { heldUntil: 50 }),
    ];
    expect(ids(queue.toSorted(byUrgency))).toEqual(["held-soon", "held-late", "back-soon", "back-late"]);
  });

  it("makes one row of identical calls of one agent, and shows the card that has the most to see", () => {
    const groups = groupQueue(
      [
        waiting("a", { digest: same }),
        waiting("b"),
        waiting("c", { digest: same, warnings: 2 }),
        waiting("d", { digest: same, askerName: "ci" }),
      ],
      NOBODY,
    );
    expect(groups.map(({ shown, calls }) => [shown.callId, ids(calls)])).toEqual([
      ["c", ["a", "c"]],
      ["b", ["b"]],
      ["d", ["d"]],
    ]);
    expect(groupWith(groups, "a" as CallId)?.shown.callId).toBe("c");
  });

  it("never makes one row of results, and puts what waits for somebody else last", () => {
    const groups = groupQueue(
      [
        waiting("mine"),
        waiting("r1", { kind: "result", digest: same }),
        waiting("r2", { kind: "result", digest: same }),
      ],
      new Set(["mine" as CallId]),
    );
    expect(groups.map(({ shown }) => shown.callId)).toEqual(["r1", "r2", "mine"]);
  });

  it("goes on with the next row, at its end with the one before, and alone with none", () => {
    const groups = groupQueue([waiting("a"), waiting("b"), waiting("c")], NOBODY);
    expect(["a", "b", "c"].map((id) => callAfter(groups, [id as CallId]))).toEqual(["b", "c", "b"]);
    expect(callAfter(groupQueue([waiting("a")], NOBODY), ["a" as CallId])).toBeNull();
  });

  it("stays in a row of which only some calls left", () => {
    const groups = groupQueue([waiting("a", { digest: same }), waiting("b", { digest: same }), waiting("c")], NOBODY);
    expect(callAfter(groups, ["a" as CallId])).toBe("b");
    expect(callAfter(groups, ["a" as CallId, "b" as CallId])).toBe("c");
  });

  it("goes on with the most urgent call after one that had already left", () => {
    expect(callAfter(groupQueue([waiting("a"), waiting("b")], NOBODY), ["gone" as CallId])).toBe("a");
  });
});
