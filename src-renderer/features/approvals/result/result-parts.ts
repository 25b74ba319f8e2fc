import { isContainer, isList, type JsonValue } from "../../../ui/json/json.ts";

/** One piece of a tool's result, in the order it came. */
export type ResultPart =
  | { readonly kind: "text"; readonly text: string }
  /** A block that is no text: an image, a resource, something this window does not know. */
  | { readonly kind: "block"; readonly type: string; readonly value: JsonValue }
  | { readonly kind: "structured"; readonly value: JsonValue }
  /** What the protocol does not name, or a result that is none of the protocol's. */
  | { readonly kind: "other"; readonly value: JsonValue };

/** Takes a result apart for reading. Joined again, the parts hold everything but the mark of an error, which the card says. */
export function resultParts(result: JsonValue): readonly ResultPart[] {
  if (!isContainer(result) || isList(result)) return [{ kind: "other", value: result }];
  const { content, structuredContent, isError: _said, ...rest } = result;
  const isBlocks = content !== undefined && isContainer(content) && isList(content);
  const blocks = isBlocks ? content.map(blockPart) : [];
  const unread = content === undefined || isBlocks ? rest : { content, ...rest };
  return [
    ...blocks,
    ...(structuredContent === undefined ? [] : [{ kind: "structured" as const, value: structuredContent }]),
    ...(Object.keys(unread).length === 0 ? [] : [{ kind: "other" as const, value: unread }]),
  ];
}

function blockPart(block: JsonValue): ResultPart {
  if (!isContainer(block) || isList(block)) return { kind: "block", type: "", value: block };
  const { type, text, ...rest } = block;
  if (type === "text" && typeof text === "string" && Object.keys(rest).length === 0) return { kind: "text", text };
  return { kind: "block", type: typeof type === "string" ? type : "", value: block };
}
