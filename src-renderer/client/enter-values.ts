import { sealEntry, type Entered } from "../../src-contract/sealed-entry.ts";
import type { Api, CredentialId, CredentialSummary, ProviderId, ProviderSummary } from "./contract-types.ts";

/**
 * Enters values of a credential: asks for a one-time key, seals them to it, hands the box in. What was typed never crosses the line as it
 * is, and nothing here keeps it.
 */
export async function enterValues(api: Api, entered: Entered): Promise<CredentialSummary> {
  const { credentialId, teamId } = entered;
  const offer = await api.credentials.beginEntry({ credentialId, ...(teamId === null ? {} : { teamId }) });
  return api.credentials.setSecret({ id: credentialId, entry: sealEntry(offer, entered) });
}

/** The same for the secret of a provider's app; an empty one removes it. */
export async function enterClientSecret(api: Api, id: ProviderId, clientSecret: string): Promise<ProviderSummary> {
  const offer = await api.providers.beginEntry({ id });
  // The contract: what is sealed for a provider names it in the place of a credential.
  const credentialId = id as string as CredentialId;
  const entry = sealEntry(offer, { credentialId, teamId: null, values: { clientSecret } });
  return api.providers.setClientSecret({ id, entry });
}
