import { describe, expect, it } from "vitest";
import type { Digest } from "../../../../src-contract/ids.ts";
import type { Problem } from "../../../client/index.ts";
import { sampleCard } from "../testdata/sample-card.ts";
import { freezeOf, mayStillDeny, type CardNews } from "./freeze.ts";

const other = "e".repeat(64) as Digest;
const problem = (code: Problem["code"]): Problem => ({ code, message: "", hint: undefined, fields: [] });

function kindAfter(news: Partial<CardNews>): string | undefined {
  const shown = sampleCard();
  const tool = { definitionDigest: shown.tool.definitionDigest, isEnabled: true, isOffered: true };
  return freezeOf({
    shown,
    answer: { kind: "waits", card: shown },
    problem: null,
    connection: "connected",
    tool,
    ...news,
  })?.kind;
}

describe("a card that is looked at", () => {
  it("can be acted on while it is what was shown", () => {
    expect(kindAfter({})).toBeUndefined();
    expect(kindAfter({ tool: null })).toBeUndefined();
  });

  it("freezes when somebody else decided, or the call ended", () => {
    expect(kindAfter({ answer: { kind: "over" } })).toBe("over");
  });

  it("freezes when the content is another one than was shown", () => {
    expect(kindAfter({ answer: { kind: "waits", card: sampleCard({ digest: other }) } })).toBe("changed");
  });

  it("freezes while there is no connection, and while the vault is locked", () => {
    expect(kindAfter({ connection: "lost", problem: problem("connection_lost") })).toBe("offline");
    expect(kindAfter({ problem: problem("vault_locked") })).toBe("locked");
  });

  it("freezes when its tool changed, went or was switched off, and can then still be denied", () => {
    const tool = { definitionDigest: sampleCard().tool.definitionDigest, isEnabled: true, isOffered: true };
    const kinds = [{ definitionDigest: other }, { isEnabled: false }, { isOffered: false }].map((change) =>
      kindAfter({ tool: { ...tool, ...change } }),
    );
    expect(kinds).toEqual(["tool-changed", "tool-off", "tool-gone"]);
    expect(
      [{ kind: "tool-off" } as const, { kind: "changed" } as const, { kind: "over" } as const, null].map(mayStillDeny),
    ).toEqual([true, false, false, true]);
  });
});
