import type { AccountId } from "../../src-contract/ids.ts";
import type { AccountEntryFacts } from "../oauth/index.ts";
import { contractError } from "../rpc/index.ts";
import { accountEntryOf, connectedAccountOf } from "./account-views.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";

/** Connected accounts: each person's own, and the organization's for admins. Tokens never come this way. */
export function accountHandlers(os: Implementer, studio: Studio) {
  const { accounts } = os;
  return {
    list: accounts.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      const you = { id: actorOf(context).id, isAdmin: isAdmin(context) };
      return org.oauth.providers.list().map((provider) => accountEntryOf(org, provider, you));
    }),
    connect: accounts.connect.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const provider = org.oauth.providers.find(input.providerId);
      if (!provider) throw contractError("not_found", "That provider no longer exists.");
      if (provider.config.owner === "org") assertAdmin(context);
      studio.touch();
      return org.oauth.accounts.connect(input, actorOf(context));
    }),
    attempt: accounts.attempt.handler(({ input, context }) =>
      orgOf(studio, context).oauth.accounts.attempt(input.attemptId, actorOf(context)),
    ),
    cancel: accounts.cancel.handler(({ input, context }) =>
      orgOf(studio, context).oauth.accounts.cancel(input.attemptId, actorOf(context)),
    ),
    refresh: accounts.refresh.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      ownAccount(org, input.id, context);
      await org.oauth.accounts.refresh(input.id, actorOf(context));
      return connectedAccountOf(org, ownAccount(org, input.id, context));
    }),
    disconnect: accounts.disconnect.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      ownAccount(org, input.id, context);
      return org.oauth.accounts.disconnect(input.id, actorOf(context));
    }),
  };
}

/** One's own, or as an admin the organization's. What is somebody else's is not there. */
function ownAccount(org: Org, id: AccountId, context: HandlerContext): AccountEntryFacts {
  const found = org.oauth.accounts.list().find((one) => one.id === id);
  const { id: you } = actorOf(context);
  if (!found || (found.memberId !== null && found.memberId !== you))
    throw contractError("not_found", "That account is not connected any more.");
  if (found.memberId === null) assertAdmin(context);
  return found;
}

function assertAdmin(context: HandlerContext): void {
  if (!isAdmin(context)) throw contractError("forbidden", "Only an admin connects the organization's accounts.");
}

function isAdmin({ seat }: HandlerContext): boolean {
  return seat.signedIn?.member.role === "admin";
}
