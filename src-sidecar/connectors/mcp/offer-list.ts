import * as z from "zod";
import { jsonObject } from "../../../src-contract/values.ts";
import type { Json } from "../../base/canonical-json.ts";
import type { OfferedPrompt, OfferedResource, OfferedTemplate, Offers } from "../../base/offers.ts";
import { ConnectorError } from "../error.ts";
import type { Offering } from "./era.ts";
import { isJsonObject, isShallow } from "./json-shape.ts";
import { readPages, type Collector, type Listing } from "./list-pages.ts";
import type { RequestOptions } from "./pending-request.ts";
import type { Session } from "./session.ts";
import type { SkippedTool } from "./tool-list.ts";

/** Of each list. What stands beyond cannot be read either, unless a template covers it. */
const MAX_ENTRIES = 5000;
const MAX_LIST_BYTES = 4 * 1024 * 1024;
const MAX_ENTRY_BYTES = 16 * 1024;
const MAX_NAME_CHARS = 256;
const MAX_URI_CHARS = 2048;
/** A server whose lists are slow still has its tools. */
const LIST_TIMEOUT_MS = 10_000;

const name = z.string().min(1).max(MAX_NAME_CHARS);
const uri = z
  .string()
  .max(MAX_URI_CHARS)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:/);
const described = { title: z.string().optional(), description: z.string().optional() };
const content = { name, ...described, mimeType: z.string().optional(), annotations: jsonObject.optional() };
const resource = z.object({ uri, ...content, size: z.number().optional() });
const template = z.object({ uriTemplate: uri, ...content });
const prompt = z.object({
  name,
  ...described,
  arguments: z.array(z.object({ name, ...described, required: z.boolean().optional() })).optional(),
});

const LISTINGS = {
  resources: { method: "resources/list", member: "resources", words: "resources" },
  templates: { method: "resources/templates/list", member: "resourceTemplates", words: "resource templates" },
  prompts: { method: "prompts/list", member: "prompts", words: "prompts" },
} as const satisfies Record<keyof Offers, Listing>;

/** What a server lists beside its tools, and which of its lists could not be read whole. */
export interface OfferList {
  readonly offers: Offers;
  readonly skipped: readonly SkippedTool[];
}

/**
 * Asks for resources, their templates and prompts, as far as the server says that it has them. Only what is known of an entry is kept. A
 * list that cannot be had is empty, and the server still has its tools.
 *
 * @throws {ConnectorError} `cancelled`.
 */
export async function listOffers(session: Session, offering: Offering, options: RequestOptions): Promise<OfferList> {
  const resources = new Collection<OfferedResource>(resource, ({ uri: own }) => own);
  const templates = new Collection<OfferedTemplate>(template, ({ uriTemplate }) => uriTemplate);
  const prompts = new Collection<OfferedPrompt>(prompt, ({ name: own }) => own);
  const skipped: SkippedTool[] = [];
  const brief = { ...options, timeoutMs: Math.min(options.timeoutMs, LIST_TIMEOUT_MS) };
  const read = async (listing: Listing, into: Collector): Promise<void> => {
    try {
      await readPages(session, listing, into, brief);
      if (into.isFull) skipped.push({ name: listing.method, reason: `there are more ${listing.words} than are read` });
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code === "cancelled") throw error;
      skipped.push({ name: listing.method, reason: error.message });
    }
  };
  await Promise.all([
    ...(offering.resources ? [read(LISTINGS.resources, resources), read(LISTINGS.templates, templates)] : []),
    ...(offering.prompts ? [read(LISTINGS.prompts, prompts)] : []),
  ]);
  return { offers: { resources: resources.entries, templates: templates.entries, prompts: prompts.entries }, skipped };
}

/** Entries of one list, each identity once: the first one stands. */
class Collection<T> implements Collector {
  readonly entries: T[] = [];
  readonly #schema: z.ZodType<T>;
  readonly #identityOf: (entry: T) => string;
  readonly #known = new Set<string>();
  #bytes = 0;

  constructor(schema: z.ZodType<T>, identityOf: (entry: T) => string) {
    this.#schema = schema;
    this.#identityOf = identityOf;
  }

  get isFull(): boolean {
    return this.entries.length >= MAX_ENTRIES || this.#bytes > MAX_LIST_BYTES;
  }

  add(raw: Json): void {
    if (this.isFull || !isJsonObject(raw) || !isShallow(raw, 8)) return;
    const bytes = Buffer.byteLength(JSON.stringify(raw));
    if (bytes > MAX_ENTRY_BYTES) return;
    // Some servers write null for what they leave out.
    const parsed = this.#schema.safeParse(
      Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null)),
    );
    if (!parsed.success) return;
    const identity = this.#identityOf(parsed.data);
    if (this.#known.has(identity)) return;
    this.#known.add(identity);
    this.#bytes += bytes;
    this.entries.push(parsed.data);
  }
}
