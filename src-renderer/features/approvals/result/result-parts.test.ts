import { expect, it } from "vitest";
import { resultParts } from "./result-parts.ts";

it("takes a result apart and leaves nothing of it out", () => {
  const odd = { type: "text", text: "b", annotations: { audience: ["user"] } };
  expect(
    resultParts({ content: [{ type: "text", text: "a" }, odd], structuredContent: { n: 1 }, _meta: { x: 1 } }),
  ).toEqual([
    { kind: "text", text: "a" },
    { kind: "block", type: "text", value: odd },
    { kind: "structured", value: { n: 1 } },
    { kind: "other", value: { _meta: { x: 1 } } },
  ]);
  expect(resultParts(["what"])).toEqual([{ kind: "other", value: ["what"] }]);
  expect(resultParts({ content: "no list" })).toEqual([{ kind: "other", value: { content: "no list" } }]);
});
