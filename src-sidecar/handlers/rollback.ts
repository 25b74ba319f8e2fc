import { actorName, type Actor } from "../base/actor.ts";
import type { Org, Studio } from "./org.ts";

/**
 * Lets an older copy of the vault be the present one. Whatever power it gives back is taken first: keys that were revoked since would
 * open again, and classifications that were withdrawn would hold. Then its data key is replaced, and everybody signs in again.
 */
export async function acceptRollback(studio: Studio, org: Org, by: Actor): Promise<void> {
  const { state } = org.vault;
  if (state.kind !== "rolled-back") return;
  const { knownEpoch, epoch } = state;
  await org.authority.drop();
  await org.vault.acceptRollback();
  await org.authority.begin();
  await org.audit.write("durable", async () => [
    { actor: actorName(by), action: "vault.rollback-accepted", subject: org.id, body: { knownEpoch, epoch } },
  ]);
  await org.vault.beginRotation();
  await studio.reopen(org, actorName(by), "an older copy of the vault was accepted");
}
