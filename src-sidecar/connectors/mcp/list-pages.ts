import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { ConnectorError } from "../error.ts";
import { isJsonArray } from "./json-shape.ts";
import type { RequestOptions } from "./pending-request.ts";
import type { Session } from "./session.ts";

const MAX_PAGES = 200;

/** A list of the protocol: its method, the member of a page that holds the entries, and its name in words. */
export interface Listing {
  readonly method: string;
  readonly member: string;
  readonly words: string;
}

/** Where entries go. Once it is full no further page is asked for. */
export interface Collector {
  readonly isFull: boolean;
  add(entry: Json): void;
}

/**
 * Asks for a list, page by page.
 *
 * @throws {ConnectorError} among others `connector_misbehaved` for a list that is no list or has no end.
 */
export async function readPages(
  session: Session,
  { method, member, words }: Listing,
  into: Collector,
  options: RequestOptions,
): Promise<void> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const result: JsonObject = await session.request(method, cursor === null ? {} : { cursor }, options);
    const { [member]: entries, nextCursor } = result;
    if (!isJsonArray(entries)) throw endless(`a list of ${words} that is no list`);
    for (const entry of entries) into.add(entry);
    if (typeof nextCursor !== "string" || into.isFull) return;
    if (seen.has(nextCursor)) throw endless(`a list of ${words} that runs in a circle`);
    seen.add(nextCursor);
    cursor = nextCursor;
  }
  throw endless(`a list of ${words} without an end`);
}

function endless(what: string): ConnectorError {
  return new ConnectorError("connector_misbehaved", `The server sent ${what}.`, {
    hint: "This is a fault of the server. Report it to whoever makes it.",
  });
}
