import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { CallFailure } from "./failure.ts";
import { isLater } from "./is-later.ts";
import type { CleanedResult, CleanResult } from "./live-call.ts";
import { marked, type ContentSource } from "./mark-result.ts";
import type { Cleaner } from "./ports.ts";

/** A server's answer as it may be kept and handed on, or why it may not. */
export type CleanAnswer =
  | { readonly kind: "clean"; readonly result: CleanResult }
  | { readonly kind: "unusable"; readonly failure: CallFailure };

const OURS = "gatehouse/";

/**
 * Takes secrets, invisible characters and marks that are only ours to give out of an answer.
 *
 * @param source Whose words it is, for the mark that an agent gets with it; null: a person reads it, without marks.
 */
export function cleanAnswer(
  cleaner: Cleaner,
  answer: JsonObject,
  source: ContentSource | null,
): CleanAnswer | Promise<CleanAnswer> {
  try {
    const cleaned = cleaner.clean(withoutOurMarks(answer));
    return isLater(cleaned)
      ? cleaned.then((late) => toAnswer(late, source)).catch(unusable)
      : toAnswer(cleaned, source);
  } catch {
    return unusable();
  }
}

function toAnswer({ value, notes, stripped, phrases }: CleanedResult, source: ContentSource | null): CleanAnswer {
  const isError = hasErrorFlag(value);
  const notice = { stripped, phrases: [...phrases] };
  const resultText = JSON.stringify(source === null ? value : marked(value, source, notice));
  return { kind: "clean", result: { resultText, isError, notes, notice } };
}

/**
 * What cannot be walked (nested too deep, too long for a string) or not in time cannot be checked, and what is not checked is not passed
 * on.
 */
function unusable(): CleanAnswer {
  const message = "The call ran, but its answer could not be checked for secrets and was withheld.";
  return { kind: "unusable", failure: { code: "connector_misbehaved", message, detail: null } };
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
