import type { CallId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import type { OrgDb } from "./recorder.ts";

/** A call, or its result, that waits for a person. */
export interface WaitingRow {
  readonly id: CallId;
  readonly state: "awaiting" | "reviewing";
  readonly riskClass: RiskClass;
}

/** Everything that waits for a person, whether the vault is open or not. Reads the open calls only. */
export async function waitingRows(db: OrgDb): Promise<readonly WaitingRow[]> {
  const rows = await db
    .selectFrom("call")
    .select(["id", "state", "risk_class"])
    .where("ended_at", "is", null)
    .where("state", "in", ["awaiting", "reviewing"])
    .execute();
  return rows.map(({ id, state, risk_class }) => ({
    id,
    state: state === "reviewing" ? "reviewing" : "awaiting",
    riskClass: risk_class,
  }));
}
