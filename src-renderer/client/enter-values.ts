import { sealEntry, type Entered } from "../../src-contract/sealed-entry.ts";
import type { Api, CredentialSummary } from "./contract-types.ts";

/**
 * Enters values of a credential: asks for a one-time key, seals them to it, hands the box in. What was typed never crosses the line as it
 * is, and nothing here keeps it.
 */
export async function enterValues(api: Api, entered: Entered): Promise<CredentialSummary> {
  const { credentialId, teamId } = entered;
  const offer = await api.credentials.beginEntry({ credentialId, ...(teamId === null ? {} : { teamId }) });
  return api.credentials.setSecret({ id: credentialId, entry: sealEntry(offer, entered) });
}
