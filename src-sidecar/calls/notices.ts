import type { Warning } from "../../src-contract/call.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import { injectionPhrases } from "../redaction/index.ts";

/** Controls, zero-width and bidirectional characters, tags and variation selectors: what an eye does not see. Line breaks and tabs are seen. */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu; // oxlint-disable-line no-misleading-character-class -- boundary: these characters are what is looked for.

/** How many invisible characters stand in a JSON value, its member names included. */
function countInvisible(value: Json): number {
  let count = 0;
  for (const text of textsOf(value)) count += text.match(INVISIBLE)?.length ?? 0;
  return count;
}

/** What is unusual about the text of arguments and of a tool's definition. */
export function textWarnings(args: JsonObject, definition: JsonObject): readonly Warning[] {
  const warnings: Warning[] = [];
  for (const [where, value] of [
    ["arguments", args],
    ["description", definition],
  ] as const) {
    const count = countInvisible(value);
    if (count > 0) warnings.push({ kind: "invisible-characters", where, count });
    const phrases = injectionPhrases(value);
    if (phrases.length > 0) warnings.push({ kind: "injection-like", where, phrases: [...phrases] });
  }
  return warnings;
}

function* textsOf(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield key;
      yield* textsOf(member);
    }
  }
}
