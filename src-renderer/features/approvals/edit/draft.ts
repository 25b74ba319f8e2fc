import type { CheckResult, JsonObject } from "../../../client/index.ts";
import type { JsonValue } from "../../../ui/json/json.ts";

/** Arguments that a person changes; `fitsHere` is what the window's own reading of the schema says. */
export type Draft = { readonly value: JsonValue; readonly fitsHere: boolean };

/** What the sidecar says of a draft: nothing yet, or of exactly this value. */
export type Checked = { readonly kind: "checking" } | CheckResult;

export type DraftVerdict =
  /** Nothing was changed: approving it is approving what was asked for. */
  | { readonly kind: "same" }
  | { readonly kind: "fits"; readonly arguments: JsonObject }
  | { readonly kind: "checking" }
  | { readonly kind: "does-not-fit" };

/** What can be done with a draft. Only what the sidecar has found to fit can be approved. */
export function judgeDraft(draft: Draft, isChanged: boolean, checked: Checked): DraftVerdict {
  const { value, fitsHere } = draft;
  if (!fitsHere || !isObject(value)) return { kind: "does-not-fit" };
  if (!isChanged) return { kind: "same" };
  if (checked.kind !== "fits") return { kind: checked.kind };
  return { kind: "fits", arguments: value };
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
