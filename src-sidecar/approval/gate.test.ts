import fc from "fast-check";
import { expect, test } from "vitest";
import { callStateKind, type Verdict } from "../../src-contract/call.ts";
import { callId, connectorId, digest, memberId, type Digest } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { ApprovalError } from "./approval-error.ts";
import { decision, type Decision } from "./decision.ts";
import { digestCall } from "./digest.ts";
import {
  admitByDecision,
  admitByVerdict,
  approve,
  approveEdited,
  assertDecidable,
  assertReviewable,
  deny,
  type Decider,
  type GatedCall,
} from "./gate.ts";

const DANA: Decider = { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Dana", at: 1_000 };
const OTHER: Digest = digest.parse("f".repeat(64));

function gated(args: JsonObject = { path: "/tmp/a" }, change: Partial<GatedCall> = {}): GatedCall {
  return {
    callId: callId.parse("01890000-0000-7000-8000-000000000001"),
    connectorId: connectorId.parse("01890000-0000-7000-8000-000000000002"),
    operation: "tools/call",
    toolName: "write",
    definitionDigest: digest.parse("0".repeat(64)),
    arguments: args,
    credentials: [],
    actsAs: null,
    ...change,
  };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "let through";
  } catch (error) {
    return error instanceof ApprovalError ? error.code : String(error);
  }
};

const verdictOf = (kind: Verdict["kind"]): Verdict => ({ kind, reason: { kind: "tool-off" } });

test("a verdict lets a call through when it is allow, and never when it is ask or deny", () => {
  const call = gated();
  expect(admitByVerdict(call, verdictOf("allow"))).toMatchObject({
    callId: call.callId,
    toolName: "write",
    arguments: call.arguments,
    digest: digestCall(call),
  });
  for (const kind of ["ask", "deny"] as const)
    expect(() => admitByVerdict(call, verdictOf(kind))).toThrow(/^internal: a verdict of/);
});

test("what was let through cannot be changed afterwards", () => {
  const approved = admitByVerdict(gated(), verdictOf("allow"));
  expect(() => Object.assign(approved, { toolName: "other" })).toThrow(TypeError);
});

test("each decision lets through exactly the digest it names", () => {
  proves("gate:digest");
  const shown = gated();
  const edited = gated({ path: "/tmp/b" });
  const made: Readonly<Record<string, Decision>> = {
    approved: approve(digestCall(shown), DANA),
    edited: approveEdited(digestCall(shown), edited, DANA),
    denied: deny(digestCall(shown), "no", DANA),
    approvedOther: approve(OTHER, DANA),
  };
  const outcome = (call: GatedCall) =>
    Object.fromEntries(Object.entries(made).map(([name, one]) => [name, codeOf(() => admitByDecision(call, one))]));
  expect(outcome(shown)).toEqual({
    approved: "let through",
    edited: "digest_mismatch",
    denied: "digest_mismatch",
    approvedOther: "digest_mismatch",
  });
  expect(outcome(edited)).toEqual({
    approved: "digest_mismatch",
    edited: "let through",
    denied: "digest_mismatch",
    approvedOther: "digest_mismatch",
  });
});

test("arguments edited back to what was shown are a plain approval", () => {
  const call = gated({ path: "/tmp/a", text: "x" });
  const made = approveEdited(digestCall(call), gated({ text: "x", path: "/tmp/a" }), DANA);
  expect(made.kind).toBe("approved");
});

const DECIDABLE: Readonly<Record<string, string>> = {
  received: "not_waiting",
  awaiting: "let through",
  approved: "already_decided",
  executing: "already_decided",
  reviewing: "already_decided",
  withheld: "already_decided",
  succeeded: "already_decided",
  failed: "already_decided",
  denied: "already_decided",
  refused: "not_waiting",
  expired: "not_waiting",
  cancelled: "not_waiting",
  interrupted: "already_decided",
};

test.each(callStateKind.options)(
  "in the state %s a decision is taken, refused as decided, or refused as gone",
  (state) => {
    const shown = digestCall(gated());
    expect(codeOf(() => assertDecidable({ state, digest: shown }, shown))).toBe(DECIDABLE[state]);
    const other = state === "awaiting" ? "digest_mismatch" : DECIDABLE[state];
    expect(codeOf(() => assertDecidable({ state, digest: shown }, OTHER))).toBe(other);
  },
);

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !hasNegativeZero(value)) as fc.Arbitrary<
  JsonObject[string]
>;
const args = fc.dictionary(fc.string(), json, { maxKeys: 5 });
const call = fc
  .record({ args, toolName: fc.string(), connector: fc.uuid(), definition: fc.constantFrom("0", "1"), as: fc.string() })
  .map(({ args, toolName, connector, definition, as }) =>
    gated(args, {
      toolName,
      connectorId: connectorId.parse(connector),
      definitionDigest: digest.parse(definition.repeat(64)),
      credentials: as === "" ? [] : [{ name: "token", scope: "org_secret", as, owner: null }],
    }),
  );

test("a decision about one call never lets another through, whatever the two are", () => {
  proves("gate:digest");
  fc.assert(
    fc.property(call, call, (one, two) => {
      const isSame = sameCall(one, two);
      for (const made of [approve(digestCall(one), DANA), approveEdited(OTHER, one, DANA)]) {
        expect(codeOf(() => admitByDecision(one, made))).toBe("let through");
        expect(codeOf(() => admitByDecision(two, made))).toBe(isSame ? "let through" : "digest_mismatch");
      }
    }),
    { numRuns: 300 },
  );
});

test("one changed argument is another call", () => {
  proves("gate:digest");
  fc.assert(
    fc.property(args, fc.string(), json, (before, name, value) => {
      const after = { ...before, [name]: value };
      fc.pre(canonical(before) !== canonical(after));
      expect(codeOf(() => admitByDecision(gated(after), approve(digestCall(gated(before)), DANA)))).toBe(
        "digest_mismatch",
      );
    }),
  );
});

test("a decision reads back from its stored form as it was written", () => {
  for (const made of [approve(OTHER, DANA), approveEdited(OTHER, gated(), DANA), deny(OTHER, "not today", DANA)])
    expect(decision.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
});

// JSON text is compared here in a form of the test's own: members sorted, everything else as JSON.stringify has it.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))
      : member,
  );
}

function sameCall(one: GatedCall, two: GatedCall): boolean {
  const parts = (call: GatedCall) => [
    call.connectorId,
    call.toolName,
    call.definitionDigest,
    call.arguments,
    call.credentials,
  ];
  return canonical(parts(one)) === canonical(parts(two));
}

function hasNegativeZero(value: unknown): boolean {
  if (Object.is(value, -0)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasNegativeZero);
}

const REVIEWABLE: Readonly<Record<string, string>> = {
  reviewing: "let through",
  succeeded: "already_decided",
  failed: "already_decided",
  withheld: "already_decided",
};

test.each(callStateKind.options)(
  "in the state %s a word about the result is taken, refused as said already, or refused as none waits",
  (state) => {
    proves("gate:review");
    const shown = digestCall(gated());
    const expected = REVIEWABLE[state] ?? "not_waiting";
    expect(codeOf(() => assertReviewable({ state, digest: shown }, shown))).toBe(expected);
    const other = state === "reviewing" ? "digest_mismatch" : expected;
    expect(codeOf(() => assertReviewable({ state, digest: shown }, OTHER))).toBe(other);
  },
);
