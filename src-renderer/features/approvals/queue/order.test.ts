import { describe, expect, it } from "vitest";
import type { CallId, Digest } from "../../../../src-contract/ids.ts";
import type { ApprovalSummary } from "../../../client/index.ts";
import { byUrgency, callAfter, countAlike } from "./order.ts";

function waiting(id: string, facts: Partial<ApprovalSummary> = {}): ApprovalSummary {
  return {
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
    ...facts,
  };
}

const ids = (queue: readonly ApprovalSummary[]): readonly string[] => queue.map(({ callId }) => callId);

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

  it("goes on with the next call, at its end with the one before, and alone with none", () => {
    const queue = [waiting("a"), waiting("b"), waiting("c")];
    expect(["a", "b", "c"].map((id) => callAfter(queue, id as CallId))).toEqual(["b", "c", "b"]);
    expect(callAfter([waiting("a")], "a" as CallId)).toBeNull();
  });

  it("goes on with the most urgent call after one that had already left", () => {
    expect(callAfter([waiting("a"), waiting("b")], "gone" as CallId)).toBe("a");
  });

  it("counts the other calls that ask for exactly the same", () => {
    const same = "d".repeat(64) as Digest;
    const queue = [waiting("a", { digest: same }), waiting("b"), waiting("c", { digest: same })];
    expect([...countAlike(queue)]).toEqual([
      ["a", 1],
      ["b", 0],
      ["c", 1],
    ]);
  });
});
