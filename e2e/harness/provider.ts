import { credentialId, type ProviderId } from "../../src-contract/ids.ts";
import type { ProviderConfig, ProviderServer } from "../../src-contract/oauth.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import type { PeopleDoor } from "./studio.ts";

/** A provider as the specification has it: each member connects their own account, and Gatehouse makes itself known by itself. */
export function providerFor(server: ProviderServer, wish: Partial<ProviderConfig> = {}): ProviderConfig {
  return {
    preset: null,
    owner: "member",
    server,
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
    scopes: [],
    accountName: { kind: "none" },
    quirks: {},
    ...wish,
  };
}

/** Enters the secret of an app as the window does: sealed to a key that the sidecar made for this entry alone. */
export async function enterClientSecret(door: PeopleDoor, id: ProviderId, clientSecret: string): Promise<void> {
  const offer = await door.providers.beginEntry({ id });
  // The sealed content names the provider in the place of a credential.
  const entered = { credentialId: credentialId.parse(id), teamId: null, values: { clientSecret } };
  await door.providers.setClientSecret({ id, entry: sealEntry(offer, entered) });
}
