import { describe, expect, it } from "vitest";
import { resultParts } from "./result-parts.ts";

describe("a result taken apart", () => {
  it("reads text, other blocks and structured content in their order", () => {
    const image = { type: "image", data: "aGk=", mimeType: "image/png" };
    const result = {
      content: [{ type: "text", text: "first" }, image],
      structuredContent: { total: 2 },
      isError: false,
    };
    expect(resultParts(result)).toEqual([
      { kind: "text", text: "first" },
      { kind: "block", type: "image", value: image },
      { kind: "structured", value: { total: 2 } },
    ]);
  });

  it("knows what a server said when it gave no answer", () => {
    expect(resultParts({ detail: "exited with 1" })).toEqual([{ kind: "detail", text: "exited with 1" }]);
    expect(resultParts({ detail: "x", more: 1 })).toEqual([{ kind: "other", value: { detail: "x", more: 1 } }]);
  });

  it("leaves out the mark that Gatehouse itself puts on results, and nothing beside it", () => {
    const mark = { "gatehouse/content": { untrusted: true } };
    const text = { type: "text", text: "hello" };
    expect(resultParts({ content: [text], _meta: mark })).toEqual([{ kind: "text", text: "hello" }]);
    expect(resultParts({ content: [], _meta: { ...mark, trace: "x" } })).toEqual([
      { kind: "other", value: { _meta: { trace: "x" } } },
    ]);
    expect(resultParts({ content: [], _meta: 7 })).toEqual([{ kind: "other", value: { _meta: 7 } }]);
  });

  it("hides nothing that it does not know", () => {
    const noted = { type: "text", text: "seen", _meta: { note: 1 } };
    expect(resultParts({ content: [noted, "loose"], _meta: { trace: "x" } })).toEqual([
      { kind: "block", type: "text", value: noted },
      { kind: "block", type: "", value: "loose" },
      { kind: "other", value: { _meta: { trace: "x" } } },
    ]);
    expect(resultParts({ content: "no list" })).toEqual([{ kind: "other", value: { content: "no list" } }]);
    expect(resultParts([1])).toEqual([{ kind: "other", value: [1] }]);
  });
});
