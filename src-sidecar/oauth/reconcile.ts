import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { GrantRef, OAuthParts } from "./parts.ts";
import { grantRef, isGrant, nameOfRef, ownerOf } from "./refs.ts";
import { codeOf } from "./renewal.ts";
import type { Rooms } from "./rooms.ts";
import { NEEDS_PERSON } from "./words.ts";

/**
 * Makes the notes agree with what is sealed: a crash may have come between the two. What cannot be read stays, and is said to be so; what
 * belongs to somebody else is as it was noted.
 */
export async function reconcile(parts: OAuthParts, { providers, accounts, renewal }: Rooms): Promise<void> {
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
