import { actorOf, granterOf, orgOf, type Implementer } from "./base.ts";
import type { Studio } from "./org.ts";

/** Standing approvals: made in the window, revoked from anywhere. */
export function standingHandlers({ standing }: Implementer, studio: Studio) {
  return {
    list: standing.list.handler(({ context }) => [...orgOf(studio, context).access.standing.list()]),
    create: standing.create.handler(({ input, context }) =>
      orgOf(studio, context).access.standing.create(input, granterOf(context)),
    ),
    revoke: standing.revoke.handler(({ input, context }) =>
      orgOf(studio, context).access.standing.revoke(input.id, actorOf(context)),
    ),
  };
}
