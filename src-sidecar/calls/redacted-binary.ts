import type { Json, JsonObject } from "../base/canonical-json.ts";

/**
 * Makes text of the binary parts of a result of which something was redacted: a placeholder is no base64, and a client would refuse the
 * whole answer for it.
 */
export function withTextForRedactedBinary(result: Json): Json {
  if (!isObject(result)) return result;
  const { content, messages } = result;
  if (Array.isArray(content)) return { ...result, content: (content as Json[]).map(readable) }; // An array of JSON values.
  if (Array.isArray(messages)) return { ...result, messages: (messages as Json[]).map(readableMessage) };
  return result;
}

function readableMessage(message: Json): Json {
  return isObject(message) && message["content"] !== undefined
    ? { ...message, content: readable(message["content"]) }
    : message;
}

function readable(part: Json): Json {
  if (!isObject(part)) return part;
  const { type, data, resource } = part;
  if ((type === "image" || type === "audio") && isRedacted(data)) {
    const { mimeType: _mimeType, data: _data, ...rest } = part;
    return { ...rest, type: "text", text: data };
  }
  if (type !== "resource" || !isObject(resource) || !isRedacted(resource["blob"])) return part;
  const { blob, ...rest } = resource;
  return { ...part, resource: { ...rest, mimeType: "text/plain", text: blob ?? "" } };
}

function isRedacted(base64: Json | undefined): base64 is string {
  return typeof base64 === "string" && base64.includes("[REDACTED:");
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
