import type { ProviderId } from "../../src-contract/ids.ts";
import type { ProviderConfig } from "../../src-contract/oauth.ts";
import { actorName, type Actor } from "../base/actor.ts";
import type { Secret } from "../base/secret.ts";
import type { AccountBook } from "./account-book.ts";
import { disconnect, forgetRegistrations } from "./disconnect.ts";
import { discover } from "./discover.ts";
import { OAuthError } from "./error.ts";
import type { OAuth } from "./oauth.ts";
import type { GrantRef, OAuthParts } from "./parts.ts";
import { isSameProvider } from "./provider-book.ts";
import { nameOfRef, registeredRef } from "./refs.ts";
import type { Rooms } from "./rooms.ts";
import { sealClientSecret, visitSealed } from "./token-request.ts";

/** What admins do with providers. */
export function createProviders(parts: OAuthParts, rooms: Rooms): OAuth["providers"] {
  const { providers, accounts, attempts, secrets, connecting, disconnecting } = rooms;
  const endAccounts = async (id: ProviderId, by: Actor): Promise<void> => {
    await attempts.cancelAt(id);
    const gone = accounts.list().filter(({ providerId }) => providerId === id);
    for (const account of gone) await disconnect(disconnecting, account, by);
  };
  const removeSealed = async (id: ProviderId): Promise<void> => {
    for (const ref of await parts.vault.list()) if (ref.ownerId === id) await parts.vault.remove(ref);
    await secrets.refresh();
  };
  return {
    list: () => providers.list(),
    find: (id) => providers.find(id),
    create: (wish, by) => providers.create(wish, by),
    update: async (wish, by) => {
      const before = providers.get(wish.id);
      if (isSameProvider(before.config, wish.config)) return providers.update(wish, by);
      providers.assertNameFree(wish);
      // The old app's secret and tokens are of no use at the new server, and must not get there: not even when this ends half-way.
      await endAccounts(wish.id, by);
      await removeSealed(wish.id);
      await providers.update(wish, by);
      // What was connected or entered meanwhile is of the server before, too.
      await endAccounts(wish.id, by);
      await removeSealed(wish.id);
      await providers.forgetClients(wish.id, null);
      return providers.get(wish.id);
    },
    remove: async (id, by) => {
      const { name } = providers.get(id);
      const used = parts.connectorsOf(id);
      if (used.length > 0) throw inUse(name, used);
      await endAccounts(id, by);
      await removeSealed(id);
      await providers.remove(id, by);
      accounts.forget(id);
    },
    setClientSecret: async (id, secret, by) => {
      const ref = registeredRef(parts.orgId, providers.get(id), "client");
      if (secret === null) await parts.vault.remove(ref);
      else await storeSecret(parts, ref, secret);
      await secrets.refresh();
      await providers.log(id, by, "provider.client-secret-set", { isSet: secret !== null });
      if (secret !== null) await tryAgain(parts, accounts, id);
    },
    hasClientSecret: (id) => {
      const provider = providers.find(id);
      return provider !== undefined && secrets.has(registeredRef(parts.orgId, provider, "client"));
    },
    forgetRegistrations: async (id, by) => {
      const { name } = providers.get(id);
      await forgetRegistrations(parts, id);
      const entry = { actor: actorName(by), action: "provider.registrations-forgotten", body: { name } };
      await providers.forgetClients(id, entry);
    },
    discover: (url) => discover(connecting, url),
    callbackUrl,
  };
}

/** Accounts that their provider no longer knew the app of may be fine with its new secret: they are asked for again when they are due. */
async function tryAgain({ clock }: OAuthParts, accounts: AccountBook, id: ProviderId): Promise<void> {
  const now = clock.now();
  for (const account of accounts.list()) {
    const { state, providerId } = account;
    if (providerId !== id || state.kind !== "needs-reconnect" || state.reason !== "client-gone") continue;
    const message = "The app has another secret, which was not tried yet.";
    await accounts.marked(account.id, { state: { kind: "degraded", since: now, retryAt: now, message } }, null);
  }
}

async function storeSecret(parts: OAuthParts, ref: GrantRef, secret: Secret): Promise<void> {
  try {
    using sealed = sealClientSecret(secret);
    visitSealed(sealed, (field, bytes) => parts.learn(`${nameOfRef(ref)}/${field}`, bytes));
    await parts.vault.put(ref, sealed);
  } finally {
    secret.wipe();
  }
}

function callbackUrl({ redirect }: ProviderConfig): string | null {
  return redirect.kind === "fixed" ? `http://${redirect.host}:${redirect.port}${redirect.path}` : null;
}

function inUse(name: string, used: readonly string[]): OAuthError {
  const hint = "Choose another account for them, or remove the connectors.";
  return new OAuthError("in_use", "config", `${JSON.stringify(name)} is still used by: ${used.join(", ")}.`, { hint });
}
