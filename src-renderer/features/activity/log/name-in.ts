import type { JsonObject } from "../../../client/index.ts";

/** The name of what an entry is about, where its detail has one. */
export function nameIn(detail: JsonObject): string {
  const found = ["name", "tool", "connector", "provider"]
    .map((key) => detail[key])
    .find((value) => typeof value === "string");
  return typeof found === "string" ? found : "";
}
