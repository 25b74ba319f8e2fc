import type { Verdict, VerdictReason } from "../../src-contract/call.ts";
import type { ToolRisk } from "../../src-contract/connector.ts";
import type { StopState } from "../../src-contract/studio.ts";
import type { RiskClass, TrustLevel } from "../../src-contract/values.ts";

/** Everything that a verdict depends on. */
export interface DecideInput {
  readonly risk: ToolRisk;
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
}

type Ruling = "allow" | "ask";

/** A row for each class, a column for each trust level. Whatever is not `allow` here waits for a person. */
const RULINGS: Readonly<Record<RiskClass, Readonly<Record<TrustLevel, Ruling>>>> = {
  "read-only": { manual: "ask", supervised: "allow" },
  moderate: { manual: "ask", supervised: "ask" },
  dangerous: { manual: "ask", supervised: "ask" },
  unknown: { manual: "ask", supervised: "ask" },
};

/** What the gate says of a call: refuse before ask, ask before run. Pure. */
export function decide(input: DecideInput): Verdict {
  const refusal = refusalOf(input);
  if (refusal) return { kind: "deny", reason: refusal };
  const { risk, trustLevel } = input;
  if (risk.source.kind === "drifted") {
    // The reviewed class no longer holds, whatever class the caller passes in.
    return { kind: "ask", reason: { kind: "definition-changed", was: risk.source.was, trustLevel } };
  }
  const riskClass = risk.source.kind === "admin" ? risk.riskClass : "unknown";
  return { kind: RULINGS[riskClass][trustLevel], reason: { kind: "class-under-trust", riskClass, trustLevel } };
}

function refusalOf(input: DecideInput): VerdictReason | null {
  if (input.stop.kind === "stopped") return { kind: "stopped", by: input.stop.by };
  if (input.pausedBy !== null) return { kind: "session-paused", by: input.pausedBy };
  if (!input.isInPolicy) return { kind: "not-in-policy" };
  if (!input.isToolOn) return { kind: "tool-off" };
  if (input.vaultValueNames.length > 0) return { kind: "vault-value-in-arguments", names: [...input.vaultValueNames] };
  return null;
}
