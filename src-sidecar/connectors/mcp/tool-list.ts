import { toolDefinition, type ToolDefinition } from "../../../src-contract/connector.ts";
import type { Json } from "../../base/canonical-json.ts";
import { isJsonObject, isShallow } from "./json-shape.ts";
import { readPages, type Collector } from "./list-pages.ts";
import type { RequestOptions } from "./pending-request.ts";
import type { Session } from "./session.ts";

const MAX_TOOLS = 2000;
const MAX_NAME_CHARS = 256;
const MAX_DEFINITION_BYTES = 256 * 1024;
const MAX_LIST_BYTES = 16 * 1024 * 1024;
/** A page of nothing but unusable tools is not remembered whole. */
const MAX_SKIPPED = 200;
const OPTIONAL = ["title", "description", "outputSchema", "annotations"];

/** A tool that its server lists and that cannot be offered. `name` is untrusted text. */
export interface SkippedTool {
  readonly name: string;
  readonly reason: string;
}

export interface ToolList {
  readonly tools: readonly ToolDefinition[];
  readonly skipped: readonly SkippedTool[];
}

/**
 * Asks for all tools, page by page. A tool that cannot be read is skipped with the reason and never spoils the others.
 *
 * @throws {ConnectorError} among others `connector_misbehaved` for a list that is no list or has no end.
 */
export async function listTools(session: Session, options: RequestOptions): Promise<ToolList> {
  const collected = new Collection();
  await readPages(session, { method: "tools/list", member: "tools", words: "tools" }, collected, options);
  return collected;
}

class Collection implements ToolList, Collector {
  readonly tools: ToolDefinition[] = [];
  readonly skipped: SkippedTool[] = [];
  readonly #names = new Set<string>();
  #bytes = 0;

  get isFull(): boolean {
    return this.tools.length >= MAX_TOOLS || this.#bytes > MAX_LIST_BYTES;
  }

  add(raw: Json): void {
    const parsed = this.isFull ? "there are more tools than Gatehouse reads" : parseTool(raw);
    if (typeof parsed === "string") return this.#skip(raw, parsed);
    if (this.#names.has(parsed.tool.name)) return this.#skip(raw, "another tool of the server has the same name");
    this.#names.add(parsed.tool.name);
    this.#bytes += parsed.bytes;
    this.tools.push(parsed.tool);
  }

  #skip(raw: Json, reason: string): void {
    if (this.skipped.length >= MAX_SKIPPED) return;
    const name = isJsonObject(raw) && typeof raw["name"] === "string" ? raw["name"].slice(0, MAX_NAME_CHARS) : "";
    this.skipped.push({ name, reason });
  }
}

/** The definition and its size, or the reason why it is none. */
function parseTool(raw: Json): { tool: ToolDefinition; bytes: number } | string {
  if (!isJsonObject(raw)) return "it is no object";
  if (!isShallow(raw)) return "its definition is nested too deep";
  const bytes = Buffer.byteLength(JSON.stringify(raw));
  if (bytes > MAX_DEFINITION_BYTES) return `its definition is larger than ${MAX_DEFINITION_BYTES} bytes`;
  const { name } = raw;
  if (typeof name !== "string" || name === "" || name.length > MAX_NAME_CHARS) return "it has no usable name";
  // Some servers write null for what they leave out.
  const present = Object.entries(raw).filter(([key, value]) => value !== null || !OPTIONAL.includes(key));
  const parsed = toolDefinition.safeParse(Object.fromEntries(present));
  if (parsed.success) return { tool: parsed.data, bytes };
  return `its definition is not valid at ${parsed.error.issues[0]?.path.join(".") ?? "the top"}`;
}
