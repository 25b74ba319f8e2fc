import { describe, expect, it } from "vitest";
import { parseShown, searchOf, statesOf } from "./address.ts";

const ID = "01990000-0000-7000-8000-000000000001";

describe("the address of the activity", () => {
  it("says the same thing it was made from", () => {
    const search = {
      show: "log",
      state: "failed",
      connector: ID,
      session: ID,
      q: "write file",
      kind: "vault",
      actor: "member:Dana",
      subject: ID,
      past: "week",
      from: 1,
      to: 2,
      entry: 7,
    };
    expect(searchOf(parseShown(search))).toEqual(search);
    expect(searchOf(parseShown({}))).toEqual({});
  });

  it("takes what is mistyped as absent and numbers as words", () => {
    expect(searchOf(parseShown({ show: "x", state: "gone", connector: "1; drop", entry: "7", q: 404 }))).toEqual({
      q: "404",
    });
  });

  it("asks for all that has not ended at once", () => {
    expect(statesOf("open")).toEqual(["received", "awaiting", "approved", "executing", "reviewing"]);
    expect(statesOf("denied")).toEqual(["denied"]);
    expect(statesOf(null)).toBeUndefined();
  });
});
