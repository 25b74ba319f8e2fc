import type { CredentialSummary } from "../../src-contract/access.ts";
import type { CredentialId, TeamId } from "../../src-contract/ids.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import type { PeopleDoor } from "../handlers/testdata/people-rig.ts";

/** Enters values of a credential as the window does: sealed to a key that is used once. */
export async function enter(
  door: PeopleDoor,
  credentialId: CredentialId,
  values: Readonly<Record<string, string>>,
  teamId: TeamId | null = null,
): Promise<CredentialSummary> {
  const offer = await door.credentials.beginEntry({ credentialId, ...(teamId && { teamId }) });
  return door.credentials.setSecret({ id: credentialId, entry: sealEntry(offer, { credentialId, teamId, values }) });
}
