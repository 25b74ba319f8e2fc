import { actorName, type Actor } from "../base/actor.ts";
import type { Org, Studio } from "./org.ts";

/**
 * Lets an older copy of the vault be the present one. Whatever power it gives back is taken first: keys that were revoked since would
 * open again, and classifications that were withdrawn would hold. Then everybody signs in again.
 *
 * It counts and has a new data key in one step: cut off anywhere, it is an older copy still, or the rotation goes on at the next unlock.
 */
export async function acceptRollback(studio: Studio, org: Org, by: Actor): Promise<void> {
  const { state } = org.vault;
  if (state.kind !== "rolled-back") return;
  const { knownEpoch, epoch } = state;
  await org.authority.drop();
  await org.oauth.accounts.distrust(); // Before it counts: nothing of it was sent while it was for looking only.
  await org.vault.acceptRollback();
  await org.authority.begin();
  org.forgetAnchors();
  await org.audit.write("durable", async () => [
    { actor: actorName(by), action: "vault.rollback-accepted", subject: org.id, body: { knownEpoch, epoch } },
  ]);
  await studio.reopen(org, actorName(by), "an older copy of the vault was accepted");
}
