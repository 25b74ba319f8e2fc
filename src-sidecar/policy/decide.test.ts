import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToolRisk } from "../../src-contract/connector.ts";
import {
  riskClass as riskClasses,
  trustLevel as trustLevels,
  type RiskClass,
  type TrustLevel,
} from "../../src-contract/values.ts";
import { proves } from "../../testkit/promises.ts";
import { decide, type DecideInput } from "./decide.ts";

const by = { id: "0191d5f0-0000-7000-8000-000000000001", name: "Ada" };
const byAdmin = (riskClass: RiskClass): ToolRisk => ({ riskClass, source: { kind: "admin", by, at: 1 } });
const byNobody: ToolRisk = { riskClass: "unknown", source: { kind: "default" } };
const drifted = (was: RiskClass, riskClass: RiskClass = "unknown"): ToolRisk => ({
  riskClass,
  source: { kind: "drifted", was, by, at: 1 },
});

const free: DecideInput = {
  risk: byAdmin("read-only"),
  trustLevel: "supervised",
  stop: { kind: "running" },
  pausedBy: null,
  isToolOn: true,
  isInPolicy: true,
  vaultValueNames: [],
};

const TABLE: readonly (readonly [RiskClass, TrustLevel, "allow" | "ask"])[] = [
  ["read-only", "manual", "ask"],
  ["read-only", "supervised", "allow"],
  ["moderate", "manual", "ask"],
  ["moderate", "supervised", "ask"],
  ["dangerous", "manual", "ask"],
  ["dangerous", "supervised", "ask"],
  ["unknown", "manual", "ask"],
  ["unknown", "supervised", "ask"],
];

describe("the table", () => {
  it("has every class under every trust level", () => {
    const all = riskClasses.options.flatMap((risk) => trustLevels.options.map((trust) => `${risk} ${trust}`));
    expect(TABLE.map(([risk, trust]) => `${risk} ${trust}`).toSorted()).toEqual(all.toSorted());
  });

  it.each(TABLE)("%s under %s: %s", (riskClass, trustLevel, kind) => {
    expect(decide({ ...free, risk: byAdmin(riskClass), trustLevel })).toEqual({
      kind,
      reason: { kind: "class-under-trust", riskClass, trustLevel },
    });
  });

  it.each(trustLevels.options)("asks for what nobody classified under %s", (trustLevel) => {
    proves("gate:unknown-asks");
    const reason = { kind: "class-under-trust", riskClass: "unknown", trustLevel };
    expect(decide({ ...free, risk: byNobody, trustLevel })).toEqual({ kind: "ask", reason });
    // Not even a class that came without anyone's word would count.
    expect(decide({ ...free, risk: { ...byNobody, riskClass: "read-only" }, trustLevel })).toEqual({
      kind: "ask",
      reason,
    });
  });

  it.each(riskClasses.options)("asks when the definition changed since it was classified %s", (was) => {
    proves("gate:drift");
    const reason = { kind: "definition-changed", was, trustLevel: "supervised" };
    expect(decide({ ...free, risk: drifted(was) })).toEqual({ kind: "ask", reason });
    expect(decide({ ...free, risk: drifted(was, was) })).toEqual({ kind: "ask", reason });
  });
});

describe("a refusal", () => {
  const stopped = { stop: { kind: "stopped", by: "Ada", at: 1, reason: "" } } as const;
  const paused = { pausedBy: "Bob" };
  const outside = { isInPolicy: false };
  const off = { isToolOn: false };
  const leaking = { vaultValueNames: ["GitHub token"] };

  it.each([
    ["everything stopped", { ...stopped, ...paused, ...outside, ...off, ...leaking }, { kind: "stopped", by: "Ada" }],
    ["the session paused", { ...paused, ...outside, ...off, ...leaking }, { kind: "session-paused", by: "Bob" }],
    ["a tool outside the policy", { ...outside, ...off, ...leaking }, { kind: "not-in-policy" }],
    ["a tool that is off", { ...off, ...leaking }, { kind: "tool-off" }],
    ["a vault value in the arguments", leaking, { kind: "vault-value-in-arguments", names: ["GitHub token"] }],
  ] as const)("for %s comes before what follows it", (_, change, reason) => {
    expect(decide({ ...free, ...change })).toEqual({ kind: "deny", reason });
  });
});

const anyInput: fc.Arbitrary<DecideInput> = fc.record({
  risk: fc.oneof(
    fc.constantFrom(...riskClasses.options).map(byAdmin),
    fc.constantFrom(...riskClasses.options).map((riskClass): ToolRisk => ({ riskClass, source: { kind: "default" } })),
    fc
      .tuple(fc.constantFrom(...riskClasses.options), fc.constantFrom(...riskClasses.options))
      .map(([was, is]) => drifted(was, is)),
  ),
  trustLevel: fc.constantFrom(...trustLevels.options),
  stop: fc.constantFrom<DecideInput["stop"]>({ kind: "running" }, { kind: "stopped", by: "Ada", at: 1, reason: "" }),
  pausedBy: fc.constantFrom(null, "Bob", ""),
  isToolOn: fc.boolean(),
  isInPolicy: fc.boolean(),
  vaultValueNames: fc.array(fc.string(), { maxLength: 2 }),
});

it("lets nothing run but a tool that an admin called Read-only, under Supervised, with nothing against it", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const isFree =
        input.risk.source.kind === "admin" &&
        input.risk.riskClass === "read-only" &&
        input.trustLevel === "supervised" &&
        input.stop.kind === "running" &&
        input.pausedBy === null &&
        input.isToolOn &&
        input.isInPolicy &&
        input.vaultValueNames.length === 0;
      expect(decide(input).kind === "allow").toBe(isFree);
    }),
    { numRuns: 2_000 },
  );
});

it("never loosens when anything is tightened", () => {
  const weight = { allow: 0, ask: 1, deny: 2 } as const;
  const tighten: fc.Arbitrary<Partial<DecideInput>> = fc.constantFrom<Partial<DecideInput>>(
    { trustLevel: "manual" },
    { stop: { kind: "stopped", by: "Ada", at: 1, reason: "" } },
    { pausedBy: "Bob" },
    { isToolOn: false },
    { isInPolicy: false },
    { vaultValueNames: ["x"] },
    { risk: byNobody },
    { risk: drifted("read-only") },
    { risk: byAdmin("dangerous") },
  );
  fc.assert(
    fc.property(anyInput, tighten, (input, change) => {
      expect(weight[decide({ ...input, ...change }).kind]).toBeGreaterThanOrEqual(weight[decide(input).kind]);
    }),
    { numRuns: 2_000 },
  );
});
