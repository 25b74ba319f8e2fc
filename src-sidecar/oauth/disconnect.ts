import type { ProviderId } from "../../src-contract/ids.ts";
import type { DisconnectOutput } from "../../src-contract/oauth.ts";
import { actorName, type Actor } from "../base/actor.ts";
import type { AccountBook } from "./account-book.ts";
import { clientIdAt, withPresentSecret, type ClientParts } from "./choose-client.ts";
import type { Grant, OAuthClient, Protocol } from "./grant.ts";
import type { AccountEntryFacts, ProviderEntry } from "./oauth.ts";
import type { GrantVault } from "./parts.ts";
import type { ProviderBook } from "./provider-book.ts";
import { grantRef, isRegistration } from "./refs.ts";
import type { Renewal } from "./renewal.ts";

const REVOKE_MS = 5_000;

/** What accounts are disconnected with. */
export interface DisconnectParts {
  readonly vault: GrantVault;
  readonly protocol: Protocol;
  readonly providers: ProviderBook;
  readonly accounts: AccountBook;
  readonly clients: ClientParts;
  readonly renewal: Renewal;
}

const SAID: Readonly<Record<DisconnectOutput["revoked"], string>> = {
  revoked: "Its tokens were revoked at the provider, and removed from Gatehouse.",
  "not-offered":
    "Its tokens were removed from Gatehouse. The provider has no way to revoke them from here: remove Gatehouse's access in your account there.",
  failed:
    "Its tokens were removed from Gatehouse, but could not be revoked at the provider. Remove Gatehouse's access in your account there.",
};

/** Revokes an account's tokens as far as that is possible, and forgets them in every case. */
export async function disconnect(
  parts: DisconnectParts,
  account: AccountEntryFacts,
  by: Actor,
): Promise<DisconnectOutput> {
  const { providerId, memberId, id, accountName, issuer } = account;
  const provider = parts.providers.get(providerId);
  const ref = grantRef(parts.clients.orgId, providerId, memberId);
  return parts.renewal.alone(ref, async () => {
    const grant = await parts.renewal.openIfReadable(ref);
    // Gone from here before anything is asked there: whatever the server does, it cannot keep it.
    await parts.vault.remove(ref);
    const revoked = grant === null ? "failed" : await revokeInTime(parts, provider, grant);
    if (grant) await dropClient(parts, provider, grant, account);
    const facts = { provider: provider.name, account: accountName, issuer, revoked };
    // Nobody who was there could open it: its tokens are good at the provider until somebody ends them there.
    const body = grant === null ? { ...facts, isStillValid: true } : facts;
    await parts.accounts.removed(id, { actor: actorName(by), action: "account.disconnected", body });
    return { revoked, message: SAID[revoked] };
  });
}

/** Forgets the registrations of a provider; the accounts that were connected with them keep theirs. */
export async function forgetRegistrations({ vault }: Pick<DisconnectParts, "vault">, id: ProviderId): Promise<void> {
  for (const ref of await vault.list()) if (ref.ownerId === id && isRegistration(ref)) await vault.remove(ref);
}

/** Revokes a grant at its provider, within five seconds. Never throws. */
export async function revokeInTime(
  { protocol, clients }: Pick<DisconnectParts, "protocol" | "clients">,
  provider: ProviderEntry,
  grant: Grant,
): Promise<DisconnectOutput["revoked"]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"failed">((resolve) => {
    timer = setTimeout(() => resolve("failed"), REVOKE_MS);
  });
  try {
    // Where the present secret cannot be had, the one that it was connected with is tried: the account goes in every case.
    const present = await withPresentSecret(clients, provider, grant).catch(() => grant);
    return await Promise.race([protocol.revoke(present, provider.config.quirks), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A dynamic registration goes with the last account that used it. */
async function dropClient(
  parts: DisconnectParts,
  provider: ProviderEntry,
  grant: Grant,
  account: AccountEntryFacts,
): Promise<void> {
  const others = parts.accounts.list().filter(({ id, providerId }) => providerId === provider.id && id !== account.id);
  if (grant.client.by !== "dynamic" || others.length > 0) return;
  await forgetRegistrations(parts, provider.id);
  await parts.providers.forgetClients(provider.id, null, grant.client.issuer);
  await parts.protocol.unregister(grant.client, grant.server);
}

/** Forgets a dynamic registration that its server may not know any more, unless it was made anew since. */
export async function forgetClient(
  parts: DisconnectParts,
  provider: ProviderEntry,
  { issuer, id }: OAuthClient,
): Promise<void> {
  for (const ref of await parts.vault.list()) {
    if (ref.ownerId !== provider.id || !isRegistration(ref)) continue;
    if ((await clientIdAt(parts, ref)) === id) await parts.vault.remove(ref);
  }
  await parts.providers.forgetClients(provider.id, null, issuer);
}
