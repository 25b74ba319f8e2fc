import type { AccountId, ProviderId } from "../../src-contract/ids.ts";
import type { AccountHealth } from "../../src-contract/oauth.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import { connect } from "./connect.ts";
import { disconnect } from "./disconnect.ts";
import { OAuthError } from "./error.ts";
import type { AccountEntryFacts, OAuth } from "./oauth.ts";
import type { Owner } from "./refs.ts";
import type { Rooms } from "./rooms.ts";
import { NEEDS_PERSON } from "./words.ts";

/** What people do with accounts, and what is known of them. */
export function createAccounts(rooms: Rooms): OAuth["accounts"] {
  const { accounts, attempts } = rooms;
  return {
    list: () => accounts.list(),
    find: (providerId, member) => findAccount(rooms, providerId, member),
    health: (providerId, member) => health(rooms, providerId, member),
    connect: (wish, by) => connect(rooms.connecting, wish, by),
    attempt: (id, by) => attempts.state(id, by),
    cancel: (id, by) => attempts.cancel(id, by),
    refresh: (id) => refreshNow(rooms, id),
    distrust: () => distrust(rooms),
    disconnect: async (id, by) => {
      const account = accounts.get(id);
      if (!account) throw gone();
      await attempts.cancelAt(account.providerId, by.id);
      return disconnect(rooms.disconnecting, account, by);
    },
  };
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
  assertTrusted(account);
  const held = keeper.held(account.providerId, account.memberId);
  try {
    await renewal.renewed(held, (grant) => grant.obtainedAt !== account.generation);
  } catch (error) {
    const isTold =
      error instanceof OAuthError && (error.code === "account_needed" || error.code === "oauth_unreachable");
    if (!isTold) throw error;
  }
}

/** The organization's own are asked for with the client's secret, which is not used up. */
async function distrust({ accounts, providers, connecting: { clock } }: Rooms): Promise<number> {
  const reason = "older-copy";
  const doubted = accounts
    .list()
    .filter(
      ({ isRefreshable, memberId, state }) => isRefreshable && memberId !== null && state.kind !== "needs-reconnect",
    );
  for (const { id, providerId, accountName, issuer } of doubted) {
    const body = { provider: providers.find(providerId)?.name ?? "", account: accountName, issuer, reason };
    const state = { kind: "needs-reconnect", since: clock.now(), reason, message: NEEDS_PERSON[reason] } as const;
    await accounts.marked(id, { state }, { actor: GATEHOUSE_ACTOR, action: "account.needs-reconnect", body });
  }
  return doubted.length;
}

/** A token that may be used up is not sent, not even at a person's wish. */
function assertTrusted({ state }: AccountEntryFacts): void {
  if (state.kind === "needs-reconnect" && state.reason === "older-copy")
    throw new OAuthError("invalid_input", "config", `${state.message} Connect the account again.`);
}

function gone(): OAuthError {
  return new OAuthError("not_found", "config", "That account is not connected any more.");
}
