import type { JsonValue } from "../../../ui/json/json.ts";

/** One piece of a tool's result, in the order it came. */
export type ResultPart =
  | { readonly kind: "text"; readonly text: string }
  /** What a server said beside an answer, when there was none; kept by Gatehouse. */
  | { readonly kind: "detail"; readonly text: string }
  /** A block that is no text: an image, a resource, something this window does not know. */
  | { readonly kind: "block"; readonly type: string; readonly value: JsonValue }
  | { readonly kind: "structured"; readonly value: JsonValue }
  /** Members of the result that the protocol does not name, or a result that is none of the protocol's. */
  | { readonly kind: "other"; readonly value: JsonValue };

/** Under this name Gatehouse says in every result that it is somebody else's text; the page says so in words. */
const OUR_MARK = "gatehouse/content";

/** Takes a result apart for reading. Joined again, the parts hold everything but the mark of an error, which the state says, and our own. */
export function resultParts(result: JsonValue): readonly ResultPart[] {
  if (!isObject(result)) return [{ kind: "other", value: result }];
  const { detail } = result;
  if (typeof detail === "string" && Object.keys(result).length === 1) return [{ kind: "detail", text: detail }];
  const { content, structuredContent, isError: _said, ...members } = result;
  const rest = withoutMark(members);
  const blocks = isList(content) ? content.map(blockPart) : [];
  const unread = content === undefined || isList(content) ? rest : { content, ...rest };
  return [
    ...blocks,
    ...(structuredContent === undefined ? [] : [{ kind: "structured" as const, value: structuredContent }]),
    ...(Object.keys(unread).length === 0 ? [] : [{ kind: "other" as const, value: unread }]),
  ];
}

function withoutMark({ _meta: meta, ...others }: JsonObjectValue): JsonObjectValue {
  if (meta === undefined) return others;
  if (!isObject(meta)) return { ...others, _meta: meta };
  const { [OUR_MARK]: _mark, ...rest } = meta;
  return Object.keys(rest).length === 0 ? others : { ...others, _meta: rest };
}

type JsonObjectValue = { readonly [key: string]: JsonValue };

function blockPart(block: JsonValue): ResultPart {
  if (!isObject(block)) return { kind: "block", type: "", value: block };
  const { type, text, ...rest } = block;
  if (type === "text" && typeof text === "string" && Object.keys(rest).length === 0) return { kind: "text", text };
  return { kind: "block", type: typeof type === "string" ? type : "", value: block };
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
