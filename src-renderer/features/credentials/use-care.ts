import { defaultStringifySearch, useRouter, useRouterState, type RouterHistory } from "@tanstack/react-router";
import type { CredentialId } from "../../client/index.ts";
import { parseCare, type CareFilter } from "./care.ts";

/** The filter of the list; it stands in the address and stays while the choice moves. */
export function useCare(id: CredentialId | null) {
  // The search part of an address is an object, whatever it holds; the library types it only for a registered router.
  const search = useRouterState({ select: ({ location }) => location.search as Readonly<Record<string, unknown>> });
  // Every router has a history; the library types it only for a router that is registered for the whole program.
  const history = useRouter().history as RouterHistory;
  const filter = parseCare(search);
  return {
    filter,
    choose: (next: CredentialId | null): void => history.push(addressOf(next, filter)),
    show: (next: CareFilter): void => history.replace(addressOf(id, next)),
  };
}

function addressOf(id: CredentialId | null, filter: CareFilter): string {
  const path = id === null ? "/credentials" : `/credentials/${id}`;
  return path + defaultStringifySearch(filter === "all" ? {} : { show: filter });
}
