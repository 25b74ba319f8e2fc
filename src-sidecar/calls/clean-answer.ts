import type { RedactionNote } from "../../src-contract/call.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { CallFailure } from "./failure.ts";
import type { Cleaner } from "./ports.ts";

/** A server's answer as it may be kept and handed on, or why it may not. */
export type CleanAnswer =
  | {
      readonly kind: "clean";
      readonly resultText: string;
      readonly isError: boolean;
      readonly notes: readonly RedactionNote[];
    }
  | { readonly kind: "unusable"; readonly failure: CallFailure };

const OURS = "gatehouse/";

/** Takes secrets, invisible characters and marks that are only ours to give out of an answer. */
export function cleanAnswer(cleaner: Cleaner, answer: JsonObject): CleanAnswer {
  try {
    const { value, notes } = cleaner.clean(withoutOurMarks(answer));
    return { kind: "clean", resultText: JSON.stringify(value), isError: hasErrorFlag(value), notes };
  } catch {
    // What cannot be walked (nested too deep, too long for a string) cannot be checked, and what is not checked is not passed on.
    const message = "The call ran, but its answer could not be checked for secrets and was withheld.";
    return { kind: "unusable", failure: { code: "connector_misbehaved", message, detail: null } };
  }
}

/** Agents read in `_meta` where a call stands, and in `resultType` whether it is complete: no server says that in our place. */
function withoutOurMarks({ resultType: _resultType, _meta: meta, ...rest }: JsonObject): JsonObject {
  if (meta === undefined) return rest;
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return rest;
  return { ...rest, _meta: Object.fromEntries(Object.entries(meta).filter(([key]) => !key.startsWith(OURS))) };
}

function hasErrorFlag(result: Json): boolean {
  return typeof result === "object" && result !== null && "isError" in result && result.isError === true;
}
