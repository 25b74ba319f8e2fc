import type { Operation } from "../../src-contract/connector.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import { CONTENT_MARK } from "../calls/index.ts";

type ContentOperation = Exclude<Operation, "tools/call">;

/** The members of an operation's result that agents get, the one without which it is none first. */
const MEMBERS: Readonly<Record<ContentOperation, readonly [string, ...string[]]>> = {
  "resources/read": ["contents"],
  "prompts/get": ["messages", "description"],
  "completion/complete": ["completion"],
};

const MAX_VALUES = 100; // of a completion, by the protocol

/**
 * What a connector answered, as the operation's result: what is known of one and nothing else, so that no server puts in marks that are
 * ours to give.
 *
 * @returns null when it is no result of this operation.
 */
export function contentResultOf(operation: ContentOperation, resultText: string): JsonObject | null {
  const result = JSON.parse(resultText) as JsonObject; // Redacted and written by us from a JSON object.
  const [needed, ...others] = MEMBERS[operation];
  const body = needed === "completion" ? completionOf(result[needed]) : objectsOf(result[needed]);
  if (body === null) return null;
  const rest = others.flatMap((name) => (result[name] === undefined ? [] : [[name, result[name]] as const]));
  return { ...Object.fromEntries(rest), [needed]: body, ...markIn(result) };
}

/** Our own mark, and no other metadata. */
function markIn({ _meta: meta }: JsonObject): JsonObject {
  const mark = isObject(meta) ? meta[CONTENT_MARK] : undefined;
  return mark === undefined ? {} : { _meta: { [CONTENT_MARK]: mark } };
}

/** The same as the result of the tool that awaits it. */
export function toolResultOf(operation: ContentOperation, resultText: string): string {
  const result = contentResultOf(operation, resultText);
  const { contents, _meta: meta } = result ?? {};
  const content =
    operation === "resources/read" && Array.isArray(contents)
      ? contents.map((resource: Json) => ({ type: "resource", resource }))
      : [{ type: "text", text: JSON.stringify(result) }];
  return JSON.stringify({ content, isError: result === null, ...(meta !== undefined && { _meta: meta }) });
}

function objectsOf(value: Json | undefined): Json | null {
  if (!Array.isArray(value)) return null;
  return value.every(isObject) ? value.map(withBlobThatIsOne) : null;
}

/** A blob of which something was redacted is text now: a client would refuse the whole answer for it. */
function withBlobThatIsOne(entry: JsonObject): JsonObject {
  const { blob, ...rest } = entry;
  if (typeof blob !== "string" || !blob.includes("[")) return entry;
  return { ...rest, mimeType: "text/plain", text: blob };
}

function completionOf(value: Json | undefined): Json | null {
  if (!isObject(value)) return null;
  const { values, total, hasMore } = value;
  if (!Array.isArray(values) || !values.every((one) => typeof one === "string")) return null;
  return {
    values: values.slice(0, MAX_VALUES),
    ...(typeof total === "number" && { total }),
    ...(typeof hasMore === "boolean" && { hasMore }),
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
