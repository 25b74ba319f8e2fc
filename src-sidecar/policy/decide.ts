import type { Verdict, VerdictReason } from "../../src-contract/call.ts";
import type { ToolRisk } from "../../src-contract/connector.ts";
import type { ConnectorApproval, DataFlow, NotApplied, Taint } from "../../src-contract/gate.ts";
import type { ScopeId, StandingId } from "../../src-contract/ids.ts";
import type { StopState } from "../../src-contract/studio.ts";
import type { MemberRef, RiskClass, TrustLevel } from "../../src-contract/values.ts";

/** What a connector's policy says of each class. */
export type ClassRules = Pick<ConnectorApproval, "readOnly" | "moderate" | "dangerous" | "unknown">;

/** A yes in advance that fits the call: its tool, its definition, its arguments, its asker; neither over nor used up. */
export interface Yes<Id> {
  readonly id: Id;
  readonly by: MemberRef;
  readonly isNamedByAdmin: boolean;
}

/** Everything that a verdict depends on. */
export interface DecideInput {
  readonly risk: ToolRisk;
  readonly flow: DataFlow;
  readonly rules: ClassRules;
  readonly trustLevel: TrustLevel;
  readonly stop: StopState;
  /** Who paused the session; null: nobody, or the asker has none. */
  readonly pausedBy: string | null;
  /** Switched on by an admin and still offered by its server. */
  readonly isToolOn: boolean;
  /** True for a member's own call: no policy stands between a member and a tool. */
  readonly isInPolicy: boolean;
  /** Names of the credentials whose values stand in the arguments. */
  readonly vaultValueNames: readonly string[];
  readonly standing: Yes<StandingId> | null;
  readonly scope: Yes<ScopeId> | null;
  /** Those of the asker for this tool that do not fit, and why. */
  readonly misfits: readonly NotApplied[];
  /** What the session read that strangers may have written. */
  readonly taint: Taint | null;
}

type Ruling = "allow" | "ask";

/** A row for each class, a column for each trust level. What is not `allow` here needs somebody's yes, before or now. */
const RULINGS: Readonly<Record<RiskClass, Readonly<Record<TrustLevel, Ruling>>>> = {
  "read-only": { manual: "ask", supervised: "allow", autonomous: "allow" },
  moderate: { manual: "ask", supervised: "ask", autonomous: "ask" },
  dangerous: { manual: "ask", supervised: "ask", autonomous: "ask" },
  unknown: { manual: "ask", supervised: "ask", autonomous: "ask" },
};

/** Whether a yes in advance reaches a class, by whether an admin named this very tool. */
const REACHES: Readonly<Record<RiskClass, Readonly<Record<"byAdmin" | "byOther", boolean>>>> = {
  "read-only": { byAdmin: true, byOther: true },
  moderate: { byAdmin: true, byOther: true },
  dangerous: { byAdmin: true, byOther: false },
  unknown: { byAdmin: true, byOther: false },
};

const RULE_OF: Readonly<Record<RiskClass, keyof ClassRules>> = {
  "read-only": "readOnly",
  moderate: "moderate",
  dangerous: "dangerous",
  unknown: "unknown",
};

const MAX_NOT_APPLIED = 5;

/** Whether a yes of somebody who is or is no admin can let calls of a class run. Pure. */
export function reaches(riskClass: RiskClass, isNamedByAdmin: boolean): boolean {
  return REACHES[riskClass][isNamedByAdmin ? "byAdmin" : "byOther"];
}

/** The class that counts: nobody's word but an admin's, on the definition as it is, makes a tool anything but Unknown. Pure. */
export function countedClass(risk: ToolRisk): RiskClass {
  return risk.source.kind === "admin" ? risk.riskClass : "unknown";
}

/** What a connector's policy says of calls of a tool as it is now. Pure. */
export function ruleNow(risk: ToolRisk, rules: ClassRules): ClassRules[keyof ClassRules] {
  return isRefused(risk, rules) ? "refuse" : rules[RULE_OF[countedClass(risk)]];
}

/** What the gate says of a call: refuse before ask, ask before run. Pure. */
export function decide(input: DecideInput): Verdict {
  const refusal = refusalOf(input);
  if (refusal) return { kind: "deny", reason: refusal };
  const { risk, rules, trustLevel } = input;
  const riskClass = countedClass(risk);
  if (isRefused(risk, rules)) {
    const reason: VerdictReason = { kind: "connector-rule", rule: "refuse", riskClass, trustLevel };
    return verdictOf("deny", reason, without(input, "connector-rule"));
  }
  if (risk.source.kind === "drifted") {
    const reason: VerdictReason = { kind: "definition-changed", was: risk.source.was, trustLevel };
    return verdictOf("ask", reason, without(input, "paused"));
  }
  if (rules[RULE_OF[riskClass]] === "ask") {
    const reason: VerdictReason = { kind: "connector-rule", rule: "ask", riskClass, trustLevel };
    return verdictOf("ask", reason, without(input, "connector-rule"));
  }
  const release = releaseOf(input, riskClass);
  if (release === null) {
    const why = trustLevel === "manual" ? "manual" : "needs-admin";
    return verdictOf("ask", { kind: "class-under-trust", riskClass, trustLevel }, without(input, why));
  }
  if (input.taint !== null && input.flow.sendsOut) {
    const reason: VerdictReason = { kind: "tainted", source: input.taint, riskClass, trustLevel };
    return verdictOf("ask", reason, without(input, "tainted"));
  }
  return verdictOf("allow", release, input.misfits);
}

function refusalOf(input: DecideInput): VerdictReason | null {
  if (input.stop.kind === "stopped") return { kind: "stopped", by: input.stop.by };
  if (input.pausedBy !== null) return { kind: "session-paused", by: input.pausedBy };
  if (!input.isInPolicy) return { kind: "not-in-policy" };
  if (!input.isToolOn) return { kind: "tool-off" };
  if (input.vaultValueNames.length > 0) return { kind: "vault-value-in-arguments", names: [...input.vaultValueNames] };
  return null;
}

// What was refused under the class it was reviewed as stays refused: a server must not get out of a rule by changing its tool.
function isRefused(risk: ToolRisk, rules: ClassRules): boolean {
  const classes =
    risk.source.kind === "drifted" ? ([countedClass(risk), risk.source.was] as const) : [countedClass(risk)];
  return classes.some((riskClass) => rules[RULE_OF[riskClass]] === "refuse");
}

/** What lets the call run; null: nothing does. */
function releaseOf({ trustLevel, rules, standing, scope }: DecideInput, riskClass: RiskClass): VerdictReason | null {
  if (RULINGS[riskClass][trustLevel] === "allow") return { kind: "class-under-trust", riskClass, trustLevel };
  if (rules[RULE_OF[riskClass]] === "run") return { kind: "connector-rule", rule: "run", riskClass, trustLevel };
  if (trustLevel === "manual") return null;
  if (standing && reaches(riskClass, standing.isNamedByAdmin))
    return { kind: "standing-approval", standingId: standing.id, by: standing.by, riskClass };
  if (trustLevel === "autonomous" && scope && reaches(riskClass, scope.isNamedByAdmin))
    return { kind: "in-scope", scopeId: scope.id, by: scope.by, riskClass };
  return null;
}

/** All that did not let the call run: what fits and was overruled first, then what does not fit. */
function without({ standing, scope, misfits }: DecideInput, why: NotApplied["why"]): readonly NotApplied[] {
  const overruled: NotApplied[] = [];
  if (standing) overruled.push({ kind: "standing", id: standing.id, why });
  if (scope) overruled.push({ kind: "scope", id: scope.id, why });
  return [...overruled, ...misfits];
}

function verdictOf(kind: Verdict["kind"], reason: VerdictReason, notApplied: readonly NotApplied[]): Verdict {
  return notApplied.length === 0
    ? { kind, reason }
    : { kind, reason, notApplied: notApplied.slice(0, MAX_NOT_APPLIED) };
}
