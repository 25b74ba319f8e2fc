import { expect, it } from "vitest";
import { offeredReasons, withReason } from "./recent-reasons.ts";

const STARTERS = ["Not now.", "Ask first.", "Narrower."];

it("offers three reasons: the ones given last, newest first, then plain ones", () => {
  const recent = withReason(withReason(withReason([], "Wrong folder."), "Too wide."), "Wrong folder.");
  expect(recent).toEqual(["Wrong folder.", "Too wide."]);
  expect(offeredReasons(recent, STARTERS).slice(0, 2)).toEqual(recent);
  expect(offeredReasons(recent, STARTERS)).toHaveLength(3);
  expect(offeredReasons([], STARTERS)).toHaveLength(3);
});
