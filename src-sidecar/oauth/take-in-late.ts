import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import { dropLateAnswer, lateAnswers, type LateAnswerRow } from "../store/index.ts";
import type { OAuthParts } from "./parts.ts";
import { grantRef } from "./refs.ts";
import { codeOf, isSameGrant } from "./renewal.ts";
import type { Rooms } from "./rooms.ts";
import { openSuccession } from "./token-request.ts";

/**
 * Puts what came while the vault was locked in the place of what it was asked for with. Where that is not what is stored any more, it is of
 * no use; what belongs to somebody else waits for them, and what cannot be read stays.
 */
export async function takeInLate(parts: OAuthParts, rooms: Pick<Rooms, "accounts" | "renewal">): Promise<void> {
  for (const row of await lateAnswers(parts.db)) {
    try {
      await takeIn(parts, rooms, row);
    } catch (error) {
      const code = codeOf(error);
      if (code === "vault_locked") throw error;
      if (code !== "scope_locked") warn(parts, row, String(error));
    }
  }
}

async function takeIn(
  parts: OAuthParts,
  { accounts, renewal }: Pick<Rooms, "accounts" | "renewal">,
  row: LateAnswerRow,
): Promise<void> {
  const account = accounts.get(row.account_id);
  if (account === undefined) return; // Its row goes with the account's.
  const ref = grantRef(parts.orgId, account.providerId, account.memberId);
  using sealed = await parts.vault.unseal(ref, row.box);
  if (sealed === null) return warn(parts, row, "it was not sealed for this account");
  const { sent, answer } = openSuccession(sealed);
  const stored = await renewal.open(ref);
  if (stored !== null && isSameGrant(stored, sent)) {
    await renewal.store(ref, answer);
    const body = { account: answer.accountName, issuer: answer.server.issuer, scopes: answer.scopes, late: true };
    const entry = { actor: GATEHOUSE_ACTOR, action: "account.refreshed", body, isRoutine: true };
    await accounts.refreshed(account.id, answer, entry);
  }
  await parts.note(async (tx) => ({ value: await dropLateAnswer(tx, account.id, row.sealed_at), entries: [] }));
}

function warn({ log }: OAuthParts, { account_id: account }: LateAnswerRow, error: string): void {
  log.warn({ account, error }, "what came for an account while the vault was locked cannot be taken in");
}
