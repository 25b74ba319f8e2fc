import { expect, it } from "vitest";
import type { Digest } from "../../../../src-contract/ids.ts";
import type { ResultCard } from "../../../client/index.ts";
import { resultFreeze } from "./use-result.ts";

const digest = "a".repeat(64) as Digest;
const waits = (other: Partial<ResultCard> = {}) =>
  ({ kind: "waits", card: { digest, ...other } as ResultCard }) as const; // Only its digest is looked at.

it("a result that is looked at freezes when it is over, locked away, out of reach or another one", () => {
  expect(resultFreeze({ digest }, waits(), null, "connected")).toBeNull();
  expect(resultFreeze({ digest }, { kind: "over" }, null, "connected")).toBe("over");
  expect(resultFreeze({ digest }, waits(), { code: "vault_locked" }, "connected")).toBe("locked");
  expect(resultFreeze({ digest }, waits(), null, "lost")).toBe("offline");
  expect(resultFreeze({ digest }, waits({ digest: "b".repeat(64) as Digest }), null, "connected")).toBe("changed");
});
