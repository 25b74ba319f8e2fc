import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src-contract/call.ts";
import type { ToolRisk } from "../../src-contract/connector.ts";
import { DEFAULT_APPROVAL, type NotApplied, type Taint } from "../../src-contract/gate.ts";
import type { CallId, ScopeId, StandingId } from "../../src-contract/ids.ts";
import {
  riskClass as riskClasses,
  trustLevel as trustLevels,
  type RiskClass,
  type TrustLevel,
} from "../../src-contract/values.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import { decide, type ClassRules, type DecideInput, type Yes } from "./decide.ts";
import { drifted, reviewed } from "./testdata/access-rig.ts";

const by = { id: "0191d5f0-0000-7000-8000-000000000001", name: "Ada" };
const byNobody: ToolRisk = { riskClass: "unknown", source: { kind: "default" } };
const STOPPED: DecideInput["stop"] = { kind: "stopped", by: "Ada", at: 1, reason: "" };
const source: Taint = { callId: newId<CallId>(), connectorName: "Web", toolName: "fetch", at: 1, phrases: [] };
const standingOf = (isNamedByAdmin: boolean): Yes<StandingId> => ({ id: newId<StandingId>(), by, isNamedByAdmin });
const scopeOf = (isNamedByAdmin: boolean): Yes<ScopeId> => ({ id: newId<ScopeId>(), by, isNamedByAdmin });

const free: DecideInput = {
  risk: reviewed("read-only"),
  flow: { readsOutside: false, sendsOut: false },
  rules: DEFAULT_APPROVAL,
  trustLevel: "supervised",
  stop: { kind: "running" },
  pausedBy: null,
  isToolOn: true,
  isInPolicy: true,
  vaultValueNames: [],
  standing: null,
  scope: null,
  misfits: [],
  taint: null,
};

/** Who said yes in advance: nobody, an operator, an admin who named the tool. */
type Said = "nobody" | "operator" | "admin";

/*
 * The whole table, by class. A row: trust level, the rule of the connector, who said yes in a standing approval, who granted the scope;
 * then what comes out, as the kind of the verdict and of its reason. A dash holds for every value. The first row that fits counts.
 */
type Row = readonly [TrustLevel | "-", string, Said | "-", Said | "-", string];

const GRAVE: readonly Row[] = [
  ["-", "refuse", "-", "-", "deny connector-rule"],
  ["-", "ask", "-", "-", "ask connector-rule"],
  ["manual", "-", "-", "-", "ask class-under-trust"],
  ["-", "-", "admin", "-", "allow standing-approval"],
  ["autonomous", "-", "-", "admin", "allow in-scope"],
  ["-", "-", "-", "-", "ask class-under-trust"],
];

const TABLE: Readonly<Record<RiskClass, readonly Row[]>> = {
  "read-only": [
    ["-", "ask", "-", "-", "ask connector-rule"],
    ["manual", "run", "-", "-", "allow connector-rule"],
    ["manual", "-", "-", "-", "ask class-under-trust"],
    ["-", "-", "-", "-", "allow class-under-trust"],
  ],
  moderate: [
    ["-", "refuse", "-", "-", "deny connector-rule"],
    ["-", "ask", "-", "-", "ask connector-rule"],
    ["manual", "-", "-", "-", "ask class-under-trust"],
    ["-", "-", "operator", "-", "allow standing-approval"],
    ["-", "-", "admin", "-", "allow standing-approval"],
    ["autonomous", "-", "-", "operator", "allow in-scope"],
    ["autonomous", "-", "-", "admin", "allow in-scope"],
    ["-", "-", "-", "-", "ask class-under-trust"],
  ],
  dangerous: GRAVE,
  unknown: GRAVE,
};

const RULES: Readonly<Record<RiskClass, { readonly name: keyof ClassRules; readonly options: readonly string[] }>> = {
  "read-only": { name: "readOnly", options: ["as-trust", "run", "ask"] },
  moderate: { name: "moderate", options: ["as-trust", "ask", "refuse"] },
  dangerous: { name: "dangerous", options: ["as-trust", "ask", "refuse"] },
  unknown: { name: "unknown", options: ["as-trust", "ask", "refuse"] },
};

const SAID: readonly Said[] = ["nobody", "operator", "admin"];

interface Case {
  readonly riskClass: RiskClass;
  readonly trustLevel: TrustLevel;
  readonly rule: string;
  readonly standing: Said;
  readonly scope: Said;
}

const CASES: readonly Case[] = riskClasses.options.flatMap((riskClass) =>
  trustLevels.options.flatMap((trustLevel) =>
    RULES[riskClass].options.flatMap((rule) =>
      SAID.flatMap((standing) => SAID.map((scope) => ({ riskClass, trustLevel, rule, standing, scope }))),
    ),
  ),
);

function expected({ riskClass, trustLevel, rule, standing, scope }: Case): string {
  const seen = [trustLevel, rule, standing, scope];
  const row = TABLE[riskClass].find((one) => seen.every((value, at) => one[at] === "-" || one[at] === value));
  if (!row) throw new Error("the table has a hole");
  return row[4];
}

function inputOf({ riskClass, trustLevel, rule, standing, scope }: Case): DecideInput {
  return {
    ...free,
    risk: reviewed(riskClass),
    trustLevel,
    rules: { ...DEFAULT_APPROVAL, [RULES[riskClass].name]: rule },
    standing: standing === "nobody" ? null : standingOf(standing === "admin"),
    scope: scope === "nobody" ? null : scopeOf(scope === "admin"),
  };
}

const outcome = ({ kind, reason }: Verdict): string => `${kind} ${reason.kind}`;
const nameOf = (one: Case): string => Object.values(one).join(" / ");
const all = (change: (one: Case) => Partial<DecideInput>) =>
  Object.fromEntries(CASES.map((one) => [nameOf(one), outcome(decide({ ...inputOf(one), ...change(one) }))]));
const allExpected = (change: (was: string, one: Case) => string) =>
  Object.fromEntries(CASES.map((one) => [nameOf(one), change(expected(one), one)]));

describe("the table", () => {
  it("says what comes of each class under each level, rule, standing approval and scope", () => {
    proves("gate:unknown-asks");
    expect(CASES).toHaveLength(4 * 3 * 3 * 3 * 3);
    expect(all(() => ({}))).toEqual(allExpected((was) => was));
  });

  it("asks whatever would have run, when it could send out what strangers may have written", () => {
    proves("gate:taint");
    const flow = { readsOutside: true, sendsOut: true };
    expect(all(() => ({ taint: source, flow }))).toEqual(
      allExpected((was) => (was.startsWith("allow") ? "ask tainted" : was)),
    );
    // A tool that sends nothing out carries nothing out.
    expect(all(() => ({ taint: source, flow: { ...flow, sendsOut: false } }))).toEqual(allExpected((was) => was));
    expect(all(() => ({ taint: null, flow }))).toEqual(allExpected((was) => was));
  });

  it("lets nothing run that changed since it was reviewed, and keeps refusing what was refused", () => {
    proves("gate:drift");
    const changed = ({ riskClass }: Case) => ({ risk: drifted(riskClass) });
    const kept = (was: string) => (was.startsWith("deny") ? was : "ask definition-changed");
    expect(all(changed)).toEqual(allExpected(kept));
    expect(all(({ riskClass }) => ({ risk: drifted(riskClass, "server") }))).toEqual(allExpected(kept));
    // Not even with the class that it had.
    expect(all(({ riskClass }) => ({ risk: { ...drifted(riskClass), riskClass } }))).toEqual(allExpected(kept));
  });

  it("takes a class that nobody gave for Unknown", () => {
    const claimed = ({ riskClass }: Case) => ({ risk: { riskClass, source: { kind: "default" as const } } });
    const got = all((one) => ({ ...claimed(one), rules: DEFAULT_APPROVAL }));
    const want = allExpected((_, one) => expected({ ...one, riskClass: "unknown", rule: "as-trust" }));
    expect(got).toEqual(want);
  });

  it("runs nothing Dangerous or Unknown on its class alone, under any level", () => {
    proves("gate:named");
    const alone = CASES.filter(({ standing, scope }) => standing === "nobody" && scope === "nobody");
    const grave = alone.filter(({ riskClass }) => riskClass === "dangerous" || riskClass === "unknown");
    expect(grave.filter((one) => decide(inputOf(one)).kind === "allow")).toEqual([]);
  });
});

describe("a refusal", () => {
  const stopped = { stop: STOPPED };
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
  ] as const)("for %s comes before what follows it, and before any yes", (_, change, reason) => {
    const rules = { ...DEFAULT_APPROVAL, readOnly: "run" as const };
    const yes = { rules, standing: standingOf(true), scope: scopeOf(true), trustLevel: "autonomous" as const };
    expect(decide({ ...free, ...yes, ...change })).toEqual({ kind: "deny", reason });
  });
});

describe("what did not let a call run", () => {
  const standing = standingOf(false);
  const scope = scopeOf(false);
  const misfit: NotApplied = { kind: "standing", id: newId<StandingId>(), why: "arguments", path: "/repo" };
  const input = { ...free, risk: reviewed("moderate"), standing, scope, misfits: [misfit] };
  const both = (why: NotApplied["why"]) => [
    { kind: "standing", id: standing.id, why },
    { kind: "scope", id: scope.id, why },
    misfit,
  ];

  it.each([
    ["the level", { trustLevel: "manual" }, "manual"],
    ["the connector's policy", { rules: { ...DEFAULT_APPROVAL, moderate: "ask" } }, "connector-rule"],
    ["the connector's refusal", { rules: { ...DEFAULT_APPROVAL, moderate: "refuse" } }, "connector-rule"],
    ["a change of the tool", { risk: drifted("moderate") }, "paused"],
    ["that no admin named it", { risk: reviewed("dangerous"), trustLevel: "autonomous" }, "needs-admin"],
    ["taint", { taint: source, flow: { readsOutside: true, sendsOut: true } }, "tainted"],
  ] as const)("is told with why: %s", (_, change, why) => {
    expect(decide({ ...input, ...change }).notApplied).toEqual(both(why));
  });

  it("is told beside what did, and of at most five", () => {
    expect(decide(input).notApplied).toEqual([misfit]);
    expect(decide({ ...input, misfits: Array.from({ length: 9 }, () => misfit) }).notApplied).toHaveLength(5);
    expect(decide({ ...input, misfits: [] })).not.toHaveProperty("notApplied");
  });
});

const anyRisk: fc.Arbitrary<ToolRisk> = fc.oneof(
  fc.constantFrom(...riskClasses.options).map(reviewed),
  fc.constantFrom(...riskClasses.options).map((riskClass): ToolRisk => ({ riskClass, source: { kind: "default" } })),
  fc
    .tuple(fc.constantFrom(...riskClasses.options), fc.constantFrom(...riskClasses.options))
    .map(([was, riskClass]) => ({ ...drifted(was), riskClass })),
);

const anyRules: fc.Arbitrary<ClassRules> = fc.record({
  readOnly: fc.constantFrom("as-trust" as const, "run" as const, "ask" as const),
  moderate: fc.constantFrom("as-trust" as const, "ask" as const, "refuse" as const),
  dangerous: fc.constantFrom("as-trust" as const, "ask" as const, "refuse" as const),
  unknown: fc.constantFrom("as-trust" as const, "ask" as const, "refuse" as const),
});

const anyInput: fc.Arbitrary<DecideInput> = fc.record({
  risk: anyRisk,
  flow: fc.record({ readsOutside: fc.boolean(), sendsOut: fc.boolean() }),
  rules: anyRules,
  trustLevel: fc.constantFrom(...trustLevels.options),
  stop: fc.constantFrom<DecideInput["stop"]>({ kind: "running" }, STOPPED),
  pausedBy: fc.constantFrom(null, "Bob", ""),
  isToolOn: fc.boolean(),
  isInPolicy: fc.boolean(),
  vaultValueNames: fc.array(fc.string(), { maxLength: 2 }),
  standing: fc.constantFrom(null, standingOf(false), standingOf(true)),
  scope: fc.constantFrom(null, scopeOf(false), scopeOf(true)),
  misfits: fc.constant([]),
  taint: fc.constantFrom(null, source),
});

/** Nothing stands against it, so that the rest of the input decides. */
const anyFreeInput = anyInput.map((input) => ({
  ...input,
  stop: free.stop,
  pausedBy: null,
  isToolOn: true,
  isInPolicy: true,
  vaultValueNames: [],
}));

it("lets nothing run but on one of the four paths, each with all that it takes", () => {
  proves("gate:unknown-asks");
  fc.assert(
    fc.property(fc.oneof(anyInput, anyFreeInput), (input) => {
      const { kind, reason } = decide(input);
      if (kind !== "allow") return;
      expect(input.risk.source.kind).not.toBe("drifted");
      expect(input).toMatchObject({ stop: { kind: "running" }, pausedBy: null, isToolOn: true, isInPolicy: true });
      expect(input.vaultValueNames).toEqual([]);
      expect(input.taint !== null && input.flow.sendsOut).toBe(false);
      const riskClass = input.risk.source.kind === "admin" ? input.risk.riskClass : "unknown";
      const isGrave = riskClass === "dangerous" || riskClass === "unknown";
      if (reason.kind === "class-under-trust")
        expect([riskClass, input.trustLevel === "manual"]).toEqual(["read-only", false]);
      else if (reason.kind === "connector-rule") expect([reason.rule, riskClass]).toEqual(["run", "read-only"]);
      else if (reason.kind === "standing-approval") {
        expect(reason.standingId).toBe(input.standing?.id);
        expect(input.trustLevel).not.toBe("manual");
        if (isGrave) expect(input.standing?.isNamedByAdmin).toBe(true);
      } else if (reason.kind === "in-scope") {
        expect([reason.scopeId, input.trustLevel]).toEqual([input.scope?.id, "autonomous"]);
        if (isGrave) expect(input.scope?.isNamedByAdmin).toBe(true);
      } else throw new Error(`${reason.kind} lets nothing run`);
    }),
    { numRuns: 5_000 },
  );
});

const weight = { allow: 0, ask: 1, deny: 2 } as const;
const weigh = (input: DecideInput) => weight[decide(input).kind];

it("never loosens when anything is tightened", () => {
  proves("gate:tighten");
  const tighter = { readOnly: "ask", moderate: "ask", dangerous: "ask", unknown: "ask" } as const;
  const refusing = { readOnly: "ask", moderate: "refuse", dangerous: "refuse", unknown: "refuse" } as const;
  const loosest = { "as-trust": 0, run: 0, ask: 1, refuse: 2 } as const;
  const stricter = (one: ClassRules, other: typeof tighter | typeof refusing): ClassRules => {
    const pick = <Rule extends keyof typeof loosest>(a: Rule, b: Rule): Rule => (loosest[a] >= loosest[b] ? a : b);
    return {
      readOnly: pick<ClassRules["readOnly"]>(one.readOnly, other.readOnly),
      moderate: pick<ClassRules["moderate"]>(one.moderate, other.moderate),
      dangerous: pick<ClassRules["dangerous"]>(one.dangerous, other.dangerous),
      unknown: pick<ClassRules["unknown"]>(one.unknown, other.unknown),
    };
  };
  const tighten: fc.Arbitrary<(input: DecideInput) => DecideInput> = fc.constantFrom(
    ...[
      { stop: STOPPED },
      { pausedBy: "Bob" },
      { isToolOn: false },
      { isInPolicy: false },
      { vaultValueNames: ["x"] },
      { trustLevel: "manual" as const },
      { standing: null },
      { scope: null },
    ].map((change) => (input: DecideInput) => ({ ...input, ...change })),
    (input) => ({ ...input, trustLevel: input.trustLevel === "autonomous" ? "supervised" : input.trustLevel }),
    (input) => ({ ...input, taint: source }),
    (input) => ({ ...input, flow: { ...input.flow, sendsOut: true } }),
    (input) => ({ ...input, rules: stricter(input.rules, tighter) }),
    (input) => ({ ...input, rules: stricter(input.rules, refusing) }),
    (input) => ({
      ...input,
      rules: { ...input.rules, readOnly: input.rules.readOnly === "run" ? "as-trust" : input.rules.readOnly },
    }),
    (input) => ({ ...input, standing: input.standing && { ...input.standing, isNamedByAdmin: false } }),
    (input) => ({ ...input, scope: input.scope && { ...input.scope, isNamedByAdmin: false } }),
    // What its server changes about a reviewed tool.
    (input) => (input.risk.source.kind === "admin" ? { ...input, risk: drifted(input.risk.riskClass) } : input),
  );
  fc.assert(
    fc.property(fc.oneof(anyInput, anyFreeInput), tighten, (input, change) => {
      expect(weigh(change(input))).toBeGreaterThanOrEqual(weigh(input));
    }),
    { numRuns: 5_000 },
  );
});

it("never lets a graver class run where a lighter one is asked for, as long as the connector's policy makes no difference", () => {
  const order = riskClasses.options;
  fc.assert(
    fc.property(anyFreeInput, fc.constantFrom(...order), fc.constantFrom(...order), (input, one, other) => {
      const [light, grave] = order.indexOf(one) <= order.indexOf(other) ? [one, other] : [other, one];
      const plain = { ...input, rules: DEFAULT_APPROVAL };
      expect(weigh({ ...plain, risk: reviewed(grave) })).toBeGreaterThanOrEqual(
        weigh({ ...plain, risk: reviewed(light) }),
      );
    }),
    { numRuns: 3_000 },
  );
});

it("says no more to a tool that nobody reviewed than to one that an admin called Unknown", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      expect(decide({ ...input, risk: byNobody })).toEqual(decide({ ...input, risk: reviewed("unknown") }));
    }),
  );
});
