import type { AccountId, ProviderId } from "../../src-contract/ids.ts";
import type { AccountHealth, ProviderConfig } from "../../src-contract/oauth.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import type { Secret } from "../base/secret.ts";
import { AccountBook } from "./account-book.ts";
import { Attempts } from "./attempts.ts";
import type { ClientParts } from "./choose-client.ts";
import { connect, type ConnectParts } from "./connect.ts";
import { disconnect, forgetClient, forgetRegistrations, type DisconnectParts } from "./disconnect.ts";
import { discover } from "./discover.ts";
import { OAuthError } from "./error.ts";
import { Keeper } from "./keeper.ts";
import { Leases } from "./lease.ts";
import type { AccountEntryFacts, OAuth } from "./oauth.ts";
import { TIMING, type GrantRef, type GrantVault, type OAuthParts } from "./parts.ts";
import { isSameProvider, ProviderBook } from "./provider-book.ts";
import { RefreshAhead } from "./refresh-ahead.ts";
import { grantRef, isGrant, nameOfRef, ownerOf, registeredRef, type Owner } from "./refs.ts";
import { codeOf, Renewal } from "./renewal.ts";
import { sealClientSecret, visitSealed } from "./token-request.ts";
import { NEEDS_PERSON } from "./words.ts";

const FLUSH_MS = 60_000;
const SETTLE_MS = 3_000;

/** Opens the room for one organization. What the vault holds is read at `opened`. */
export async function openOAuth(parts: OAuthParts): Promise<OAuth> {
  const rooms = await openRooms(parts);
  const { accounts, attempts, keeper, renewal, ahead, secrets } = rooms;
  let flushing: NodeJS.Timeout | undefined;
  const settled = (): Promise<void> => withinBounds([renewal.settled(), ahead.settled()]);
  const stop = (): Promise<void> => {
    ahead.stop();
    clearInterval(flushing);
    return attempts.clear();
  };
  return {
    providers: createProviders(parts, rooms),
    accounts: {
      list: () => accounts.list(),
      find: (providerId, member) => findAccount(rooms, providerId, member),
      health: (providerId, member) => health(rooms, providerId, member),
      connect: (wish, by) => connect(rooms.connecting, wish, by),
      attempt: (id, by) => attempts.state(id, by),
      cancel: (id, by) => attempts.cancel(id, by),
      refresh: (id) => refreshNow(rooms, id),
      disconnect: async (id, by) => {
        const account = accounts.get(id);
        if (!account) throw gone();
        await attempts.cancelAt(account.providerId, by.id);
        return disconnect(rooms.disconnecting, account, by);
      },
    },
    token: (providerId, member, minLeftMs) => keeper.token(providerId, member, minLeftMs),
    rejected: (providerId, member, rejection) => keeper.rejected(providerId, member, rejection),
    forEachSecret: (visit) => forEachSecret(parts, visit),
    opened: async () => {
      await secrets.refresh();
      await reconcile(parts, rooms);
      ahead.start();
      clearInterval(flushing);
      flushing = setInterval(() => void flush(parts, accounts), FLUSH_MS);
      flushing.unref();
    },
    settled,
    locked: () => {
      void stop();
      renewal.forget();
    },
    [Symbol.asyncDispose]: async () => {
      await withinBounds([stop(), renewal.settled(), ahead.settled()]);
      await flush(parts, accounts);
    },
  };
}

/** Nobody waits for a server for ever. */
async function withinBounds(works: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SETTLE_MS);
  });
  await Promise.race([Promise.all(works), late]);
  clearTimeout(timer);
}

interface Rooms {
  readonly providers: ProviderBook;
  readonly accounts: AccountBook;
  readonly attempts: Attempts;
  readonly keeper: Keeper;
  readonly renewal: Renewal;
  readonly ahead: RefreshAhead;
  readonly secrets: SecretNames;
  readonly connecting: ConnectParts;
  readonly disconnecting: DisconnectParts;
}

async function openRooms(parts: OAuthParts): Promise<Rooms> {
  const { orgId, db, record, note, vault, protocol, net, clock, learn, log, clientMetadataUrl } = parts;
  const timing = { ...TIMING, ...parts.timing };
  const providers = await ProviderBook.open({ db, record, note, clock, changed: () => parts.changed("providers") });
  const accounts = await AccountBook.open({ db, note, clock, changed: () => parts.changed("accounts") });
  const secrets = new SecretNames(vault);
  await secrets.refresh();
  const leases = new Leases({ note, clock, log, termMs: timing.leaseMs });
  const clients: ClientParts = { orgId, vault, protocol, clock, learn, clientMetadataUrl, providers };
  const renewal = new Renewal({
    orgId,
    vault,
    protocol,
    clock,
    log,
    timing,
    leases,
    accounts,
    clients,
    learn,
    clientGone: (held, grant) => forgetClient(disconnecting, held.provider, grant.client),
  });
  const disconnecting: DisconnectParts = { vault, protocol, providers, accounts, clients, renewal };
  const keeper = new Keeper({ orgId, protocol, clock, log, providers, accounts, renewal });
  const attempts = new Attempts({ protocol, clock, log, changed: () => parts.changed("accounts") });
  const ahead = new RefreshAhead({
    accounts,
    clock,
    log,
    everyMs: timing.aheadMs,
    renew: async ({ providerId, memberId, generation }) => {
      const held = keeper.held(providerId, memberId);
      try {
        await renewal.renewed(held, (grant) => grant.obtainedAt !== generation);
      } catch (error) {
        if (codeOf(error) !== "scope_locked") throw error;
      }
    },
  });
  const connecting: ConnectParts = {
    ...{ orgId, protocol, net, clock, timing, clients, providers },
    ...{ accounts, attempts, renewal, keeper },
    forgetClient: (provider, client) => forgetClient(disconnecting, provider, client),
  };
  return { providers, accounts, attempts, keeper, renewal, ahead, secrets, connecting, disconnecting };
}

/** What secrets the vault has of this room, by name, in memory. */
class SecretNames {
  readonly #vault: GrantVault;
  #names: ReadonlySet<string> = new Set();

  constructor(vault: GrantVault) {
    this.#vault = vault;
  }

  async refresh(): Promise<void> {
    this.#names = new Set((await this.#vault.list()).map(nameOfRef));
  }

  has(ref: GrantRef): boolean {
    return this.#names.has(nameOfRef(ref));
  }
}

function createProviders(parts: OAuthParts, rooms: Rooms): OAuth["providers"] {
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
      const after = await providers.update(wish, by);
      if (isSameProvider(before.config, after.config)) return after;
      // The old app's secret and tokens are of no use at the new server, and must not get there.
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

function findAccount({ providers, accounts }: Rooms, id: ProviderId, member: Owner): AccountEntryFacts | undefined {
  const owner = providers.find(id)?.config.owner;
  if (owner === undefined) return undefined;
  return owner === "member" && member === null ? undefined : accounts.find(id, owner === "org" ? null : member);
}

function health(rooms: Rooms, providerId: ProviderId, member: Owner): AccountHealth {
  const name = rooms.providers.find(providerId)?.name ?? "";
  const account = findAccount(rooms, providerId, member);
  if (!account) return { providerId, name, accountName: null, state: "not-connected", since: null };
  const { accountName, state } = account;
  if (state.kind === "connected") return { providerId, name, accountName, state: "ok", since: null };
  return { providerId, name, accountName, state: state.kind, since: state.since };
}

/** Refreshes at a person's wish, whenever it would be due. What becomes of it the account's state says. */
async function refreshNow({ accounts, keeper, renewal }: Rooms, id: AccountId): Promise<void> {
  const account = accounts.get(id);
  if (!account) throw gone();
  if (!account.isRefreshable)
    throw new OAuthError(
      "invalid_input",
      "config",
      "This provider gives nothing to renew the sign-in with. Connect the account again.",
    );
  const held = keeper.held(account.providerId, account.memberId);
  try {
    await renewal.renewed(held, (grant) => grant.obtainedAt !== account.generation);
  } catch (error) {
    const isTold =
      error instanceof OAuthError && (error.code === "account_needed" || error.code === "oauth_unreachable");
    if (!isTold) throw error;
  }
}

/** Everything of this room that the present keys open. */
async function forEachSecret({ vault }: OAuthParts, visit: (name: string, bytes: Uint8Array) => void): Promise<void> {
  for (const ref of await vault.list()) {
    try {
      using secret = await vault.use(ref);
      if (secret) visitSealed(secret, (field, bytes) => visit(`${nameOfRef(ref)}/${field}`, bytes));
    } catch (error) {
      if (codeOf(error) === "vault_locked") throw error; // Others belong to somebody else, or cannot be read by anybody.
    }
  }
}

/**
 * Makes the notes agree with what is sealed: a crash may have come between the two. What cannot be read stays, and is said to be so; what
 * belongs to somebody else is as it was noted.
 */
async function reconcile(parts: OAuthParts, { providers, accounts, renewal }: Rooms): Promise<void> {
  const sealed = (await parts.vault.list()).filter((ref) => isGrant(ref) && providers.find(ref.ownerId));
  const names = new Set(sealed.map(nameOfRef));
  for (const { id, providerId, memberId, accountName, issuer } of accounts.list()) {
    if (names.has(nameOfRef(grantRef(parts.orgId, providerId, memberId)))) continue;
    const body = { provider: providers.find(providerId)?.name ?? "", account: accountName, issuer };
    await accounts.removed(id, { actor: GATEHOUSE_ACTOR, action: "account.disconnected", body });
  }
  for (const ref of sealed) await reconcileOne({ providers, accounts, renewal }, ref);
}

async function reconcileOne(
  { providers, accounts, renewal }: Pick<Rooms, "providers" | "accounts" | "renewal">,
  ref: GrantRef,
) {
  const of = { providerId: ref.ownerId, owner: ownerOf(ref) };
  const known = accounts.find(of.providerId, of.owner);
  try {
    const grant = await renewal.open(ref);
    if (grant === null) return;
    if (known) return accounts.proven(known.id, grant);
    const body = {
      provider: providers.get(of.providerId).name,
      account: grant.accountName,
      issuer: grant.server.issuer,
    };
    await accounts.connected(of, grant, { actor: GATEHOUSE_ACTOR, action: "account.connected", body });
  } catch (error) {
    const code = codeOf(error);
    if (code === "vault_locked") throw error;
    if (code === "scope_locked" || !known) return;
    const since = known.connectedAt;
    accounts.markedHere(known.id, {
      kind: "needs-reconnect",
      since,
      reason: "unreadable",
      message: NEEDS_PERSON.unreadable,
    });
  }
}

async function flush({ log }: OAuthParts, accounts: AccountBook): Promise<void> {
  try {
    await accounts.flush();
  } catch (error) {
    log.error({ error: String(error) }, "uses of accounts could not be noted");
  }
}

function gone(): OAuthError {
  return new OAuthError("not_found", "config", "That account is not connected any more.");
}

function inUse(name: string, used: readonly string[]): OAuthError {
  const hint = "Choose another account for them, or remove the connectors.";
  return new OAuthError("in_use", "config", `${JSON.stringify(name)} is still used by: ${used.join(", ")}.`, { hint });
}
