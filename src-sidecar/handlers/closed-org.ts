import type { OrgFault } from "../../src-contract/studio.ts";
import type { ClosedOrg, OrgFacts } from "./org.ts";
import { StoreError } from "../store/index.ts";

/** What is said of an organization that could not be opened. */
export function closedOrgOf({ id, name, createdAt }: OrgFacts, error: unknown): ClosedOrg {
  return { id, name, createdAt, fault: faultOf(error), reason: reasonOf(error) };
}

function faultOf(error: unknown): OrgFault {
  if (!(error instanceof StoreError)) return "not-opened";
  switch (error.code) {
    case "database_damaged":
      return "damaged";
    case "database_missing":
      return "missing";
    case "database_newer":
      return "newer";
    case "disk_full":
      return "disk-full";
    case "home_in_use":
    case "home_unreadable":
    case "conflict":
      return "not-opened";
  }
}

/** What a store says is written for people. Anything else may quote what is stored, and goes to the process log. */
function reasonOf(error: unknown): string {
  return error instanceof StoreError ? error.message : "It could not be read to its end; the studio's log says where.";
}
