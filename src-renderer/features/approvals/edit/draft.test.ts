import { describe, expect, it } from "vitest";
import type { Digest } from "../../../../src-contract/ids.ts";
import { judgeDraft, type Checked } from "./draft.ts";

const fits: Checked = { kind: "fits", digest: "a".repeat(64) as Digest, warnings: [] };

describe("edited arguments", () => {
  it("can be approved only once the sidecar found exactly them to fit", () => {
    const draft = { value: { path: "/srv" }, fitsHere: true };
    expect(judgeDraft(draft, true, { kind: "checking" })).toEqual({ kind: "checking" });
    expect(judgeDraft(draft, true, { kind: "does-not-fit", problems: [] })).toEqual({ kind: "does-not-fit" });
    expect(judgeDraft(draft, true, fits)).toEqual({ kind: "fits", arguments: { path: "/srv" } });
  });

  it("cannot be approved while they are no object, or the schema refuses them here already", () => {
    expect(judgeDraft({ value: ["/srv"], fitsHere: true }, true, fits).kind).toBe("does-not-fit");
    expect(judgeDraft({ value: { path: 1 }, fitsHere: false }, true, fits).kind).toBe("does-not-fit");
  });

  it("are what was asked for while nothing was changed", () => {
    expect(judgeDraft({ value: {}, fitsHere: true }, false, { kind: "checking" }).kind).toBe("same");
  });
});
