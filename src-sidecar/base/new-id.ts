import { v7 } from "uuid";

/** A new id of the wanted kind, for example `newId<CallId>()`. Ids of one process sort in the order they were made. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- boundary: which kind of id is wanted only the caller knows.
export function newId<Id extends string>(): Id {
  return v7() as Id; // Every id of the contract is a UUID under a brand that exists in types only; v7 makes nothing else.
}
