import { expect, it } from "vitest";
import { inOrder } from "./in-order.ts";

it("orders members by code units at every depth and leaves lists as they are", () => {
  const value = { b: [{ z: 1, a: 2 }, "x"], "\u20ac": 1, B: null, a: { d: true, c: false } };
  expect(JSON.stringify(inOrder(value))).toBe('{"B":null,"a":{"c":false,"d":true},"b":[{"a":2,"z":1},"x"],"\u20ac":1}');
});
