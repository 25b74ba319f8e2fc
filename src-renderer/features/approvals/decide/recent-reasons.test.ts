import { expect, it } from "vitest";
import { offeredReasons, withReason } from "./recent-reasons.ts";

it("offers three reasons: the ones given last, newest first, then plain ones", () => {
  const recent = withReason(withReason(withReason([], "Wrong folder."), "Too wide."), "Wrong folder.");
  expect(recent).toEqual(["Wrong folder.", "Too wide."]);
  expect(offeredReasons(recent).slice(0, 2)).toEqual(recent);
  expect(offeredReasons(recent)).toHaveLength(3);
  expect(offeredReasons([])).toHaveLength(3);
});
