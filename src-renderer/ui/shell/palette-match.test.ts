import { expect, it } from "vitest";
import { matchScore } from "./palette-match.ts";

it("puts what begins with what was typed first, and leaves out what only has its letters", () => {
  const names = ["Stop all calls", "Restore from a backup", "Write a policy", "A desktop"];
  const found = names.map((name) => matchScore([name], "stop"));
  expect(found).toEqual([1, 0, 0, 0]);
  expect(matchScore(["A desktop"], "top")).toBe(0.5);
  expect(matchScore(["Move file", "filesystem__move_file"], "file move")).toBe(0.8);
});
