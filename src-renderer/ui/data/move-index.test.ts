import { expect, test } from "vitest";
import { moveIndex } from "./move-index.ts";

test("moves within the list and never out of it", () => {
  expect([
    moveIndex("ArrowDown", -1, 3),
    moveIndex("j", 2, 3),
    moveIndex("ArrowUp", 0, 3),
    moveIndex("PageDown", 1, 30),
    moveIndex("End", 0, 3),
    moveIndex("Home", 2, 3),
    moveIndex("x", 1, 3),
    moveIndex("j", -1, 0),
  ]).toEqual([0, 2, 0, 11, 2, 0, null, null]);
});
