import type { AccountId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { LateAnswerRow } from "./tables.ts";

/** Everything that came while the vault was locked and was not taken in yet. */
export async function lateAnswers(db: OrgDb): Promise<readonly LateAnswerRow[]> {
  return db.selectFrom("late_answer").selectAll().execute();
}

/** Keeps what came last for an account, in the place of what came before it. */
export async function putLateAnswer(tx: OrgDb, row: LateAnswerRow): Promise<void> {
  const { box, sealed_at } = row;
  await tx
    .insertInto("late_answer")
    .values(row)
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet({ box, sealed_at }))
    .execute();
}

/** Drops what came, unless something came after it. */
export async function dropLateAnswer(tx: OrgDb, account: AccountId, sealedAt: number): Promise<void> {
  await tx.deleteFrom("late_answer").where("account_id", "=", account).where("sealed_at", "=", sealedAt).execute();
}
