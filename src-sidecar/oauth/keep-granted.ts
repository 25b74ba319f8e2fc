import type { AccountId } from "../../src-contract/ids.ts";
import type { DisconnectOutput } from "../../src-contract/oauth.ts";
import { actorName, type Actor } from "../base/actor.ts";
import type { AccountBook } from "./account-book.ts";
import type { Keep } from "./attempts.ts";
import { bindIssuer, type ClientParts } from "./choose-client.ts";
import { revokeInTime } from "./disconnect.ts";
import { OAuthError } from "./error.ts";
import type { Grant, Protocol } from "./grant.ts";
import type { Keeper } from "./keeper.ts";
import type { ProviderEntry } from "./oauth.ts";
import type { ProviderBook } from "./provider-book.ts";
import { grantRef, type Owner } from "./refs.ts";
import { toldApart, type Renewal } from "./renewal.ts";

/** What new accounts are stored with. */
export interface KeepParts {
  readonly orgId: ClientParts["orgId"];
  readonly protocol: Protocol;
  readonly clients: ClientParts;
  readonly providers: ProviderBook;
  readonly accounts: AccountBook;
  readonly renewal: Renewal;
  readonly keeper: Keeper;
}

/** Whose sign-in it is. */
export interface KeepFor {
  /** As it was when the sign-in began. */
  readonly provider: ProviderEntry;
  readonly owner: Owner;
  readonly by: Actor;
}

/** Keeps what a sign-in was granted: sealed first, then noted. */
export function keeping(parts: KeepParts, of: KeepFor): Keep {
  return {
    store: async (granted) => {
      const { provider } = of;
      const accountName = granted.accountName ?? (await parts.protocol.nameOf(granted, provider.config.accountName));
      const named = { ...granted, accountName };
      let kept: Kept;
      try {
        kept = await store(parts, of, named);
      } catch (error) {
        throw notStored(error, await giveBack(parts, of, named));
      }
      const { former, accountId } = kept;
      // Somebody else's tokens are of no more use here. Those of the same account may be one with the new ones at the server.
      if (former !== null && isOther(accountName, former.accountName))
        await parts.protocol.revoke(former, provider.config.quirks);
      return accountId;
    },
    giveBack: (grant) => giveBack(parts, of, grant),
  };
}

interface Kept {
  /** Which it took the place of. */
  readonly former: Grant | null;
  readonly accountId: AccountId;
}

async function store(parts: KeepParts, { provider, owner, by }: KeepFor, granted: Grant): Promise<Kept> {
  const ref = grantRef(parts.orgId, provider.id, owner);
  return parts.renewal.alone(ref, async () => {
    if (parts.providers.find(provider.id)?.revision !== provider.revision) throw changedMeanwhile();
    await bindIssuer(parts.clients, provider, granted.client);
    const before = parts.accounts.find(provider.id, owner);
    const former = await parts.renewal.openIfReadable(ref);
    const grant = toldApart(granted, former);
    await parts.renewal.store(ref, grant);
    const { accountName: account, scopes, server, client } = grant;
    const body = { provider: provider.name, account, issuer: server.issuer, scopes, client: client.by };
    const entry = { actor: actorName(by), action: "account.connected", body };
    try {
      const { id } = await parts.accounts.connected({ providerId: provider.id, owner }, grant, entry);
      parts.keeper.connected(ref, before?.state.kind === "needs-reconnect" && before.state.reason === "scope");
      return { former, accountId: id };
    } catch (error) {
      // Nobody was told of the new account: calls go on as the one that is shown.
      await parts.renewal.restore(ref, former);
      throw error;
    }
  });
}

/** `shared`: an account is connected there whose tokens may be one with these at the server, and would end with them. */
type GivenBack = DisconnectOutput["revoked"] | "shared";

const SAID: Readonly<Record<GivenBack, string>> = {
  revoked: "Nothing was kept, and what the provider had given was revoked there.",
  "not-offered":
    "Nothing was kept. The provider has no way to revoke from here what it had given: remove Gatehouse's access in your account there.",
  failed:
    "Nothing was kept. What the provider had given could not be revoked there: remove Gatehouse's access in your account there.",
  shared: "Nothing was kept. The account that was connected before stays as it was.",
};

async function giveBack(parts: KeepParts, { provider, owner }: KeepFor, grant: Grant): Promise<GivenBack> {
  const present = parts.accounts.find(provider.id, owner);
  const works = present !== undefined && present.state.kind !== "needs-reconnect";
  if (works && !isOther(grant.accountName, present.accountName)) return "shared";
  return revokeInTime(parts, provider, grant);
}

function isOther(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function notStored(error: unknown, givenBack: GivenBack): OAuthError {
  const said = SAID[givenBack];
  if (error instanceof OAuthError)
    return new OAuthError(error.code, error.verdict, `${error.message} ${said}`, {
      hint: error.hint,
      detail: error.detail,
      cause: error,
    });
  const message = `The sign-in went well, but the account could not be stored. ${said}`;
  return new OAuthError("oauth_not_stored", "transient", message, { cause: error, detail: String(error) });
}

function changedMeanwhile(): OAuthError {
  return new OAuthError("conflict", "config", "The provider was changed meanwhile.", {
    hint: "Begin the sign-in again.",
  });
}
