import type { CredentialSummary } from "../../src-contract/access.ts";
import { sealEntry, type Entered } from "../../src-contract/sealed-entry.ts";
import type { PeopleDoor } from "./studio.ts";

/** What a person types into the fields of a credential; `teamId` where it is a team's. */
export interface Entry extends Pick<Entered, "credentialId" | "values"> {
  readonly teamId?: Exclude<Entered["teamId"], null>;
}

/** Enters values as the window does: sealed to a key that the sidecar made for this entry alone. */
export async function enterSecret(door: PeopleDoor, entry: Entry): Promise<CredentialSummary> {
  const { credentialId, teamId, values } = entry;
  const offer = await door.credentials.beginEntry({ credentialId, ...(teamId === undefined ? {} : { teamId }) });
  return door.credentials.setSecret({
    id: credentialId,
    entry: sealEntry(offer, { credentialId, teamId: teamId ?? null, values }),
  });
}

/** Creates a credential of one value and enters it. */
export async function createToken(
  door: PeopleDoor,
  { name, scope }: Pick<CredentialSummary, "name" | "scope">,
  secret: string,
): Promise<CredentialSummary> {
  const { id } = await door.credentials.create({ name, scope, authType: "token", remindAfterDays: null });
  return enterSecret(door, { credentialId: id, values: { secret } });
}
