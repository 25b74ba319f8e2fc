import type { DataFlow } from "../../../client/index.ts";
import { t } from "../messages.ts";

/** Where data may flow through a tool, in a sentence. */
export function flowWords({ readsOutside, sendsOut }: DataFlow): string {
  if (readsOutside) return t(sendsOut ? "flow.both" : "flow.reads");
  return t(sendsOut ? "flow.sends" : "flow.none");
}
