import { AccountBook } from "./account-book.ts";
import { Attempts } from "./attempts.ts";
import type { ClientParts } from "./choose-client.ts";
import type { ConnectParts } from "./connect.ts";
import { forgetClient, type DisconnectParts } from "./disconnect.ts";
import { Failures } from "./failures.ts";
import { Keeper } from "./keeper.ts";
import { LateAnswers } from "./late-answers.ts";
import { Leases } from "./lease.ts";
import { Loopbacks } from "./loopback.ts";
import { TIMING, type OAuthParts } from "./parts.ts";
import { ProviderBook } from "./provider-book.ts";
import { RefreshAhead } from "./refresh-ahead.ts";
import { codeOf, Renewal } from "./renewal.ts";
import { SecretNames } from "./secret-names.ts";

/** What the room consists of, joined. */
export interface Rooms {
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

/** Reads what is noted and joins the parts. */
export async function openRooms(parts: OAuthParts): Promise<Rooms> {
  const { orgId, db, record, note, vault, protocol, net, clock, learn, log, clientMetadataUrl } = parts;
  const timing = { ...TIMING, ...parts.timing };
  const providers = await ProviderBook.open({ db, record, note, clock, changed: () => parts.changed("providers") });
  const accounts = await AccountBook.open({ db, note, clock, changed: () => parts.changed("accounts") });
  const secrets = new SecretNames(vault);
  await secrets.refresh();
  const leases = new Leases({ note, clock, log, termMs: timing.leaseMs });
  const clients: ClientParts = { orgId, vault, protocol, clock, learn, clientMetadataUrl, providers };
  const failures = new Failures({
    accounts,
    clock,
    log,
    timing,
    clientGone: (held, grant) => forgetClient(disconnecting, held.provider, grant.client),
  });
  const late = new LateAnswers({ vault, note, clock, log });
  const renewal = new Renewal({ vault, protocol, clock, timing, leases, clients, failures, late, learn });
  const disconnecting: DisconnectParts = { vault, protocol, providers, accounts, clients, renewal };
  const keeper = new Keeper({ orgId, protocol, clock, providers, accounts, renewal, failures });
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
    ...{ accounts, attempts, renewal, keeper, loopbacks: new Loopbacks() },
    forgetClient: (provider, client) => forgetClient(disconnecting, provider, client),
  };
  return { providers, accounts, attempts, keeper, renewal, ahead, secrets, connecting, disconnecting };
}
