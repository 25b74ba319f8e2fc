import type { Operation } from "../../src-contract/connector.ts";
import type { ConnectorId } from "../../src-contract/ids.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { CallableTool } from "../calls/index.ts";
import type { OfferIndex } from "../catalog/index.ts";
import type { AgentToolset } from "./agent.ts";

/** Which connector answers a request, and with which parameters. */
export interface Route {
  readonly tool: CallableTool;
  readonly arguments: JsonObject;
}

/** What a key reaches beside tools. Only what is listed here can be asked for. */
export interface AgentOffers {
  readonly resources: readonly JsonObject[];
  readonly templates: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
  /** Undefined: no connector of the policy lists this URI, and no template covers it. */
  resource(uri: string): Route | undefined;
  prompt(name: string, args: JsonObject | undefined): Route | undefined;
  /** @param ref What is to be completed, as the protocol writes it. */
  completion(ref: JsonObject, rest: JsonObject): Route | undefined;
}

/** A connector of the policy: what it lists, and which of its operations the policy gives. */
interface Source {
  readonly slug: string;
  readonly index: OfferIndex;
  readonly operations: ReadonlyMap<Operation, CallableTool>;
}

type Lookup = (id: ConnectorId) => OfferIndex | undefined | Promise<OfferIndex | undefined>;

/** Asks for the lists of all connectors that a policy reaches, at the same time. */
export async function collectOffers({ operations, isPlain }: AgentToolset, lookup: Lookup): Promise<AgentOffers> {
  const byConnector = [...Map.groupBy(operations, ({ connectorId }) => connectorId)];
  const sources = await Promise.all(
    byConnector.map(async ([id, own]): Promise<readonly Source[]> => {
      const index = await lookup(id);
      const [first] = own;
      if (!index || !first) return [];
      return [{ slug: first.connectorSlug, index, operations: new Map(own.map((tool) => [tool.operation, tool])) }];
    }),
  );
  return new Offered(sources.flat(), isPlain);
}

class Offered implements AgentOffers {
  readonly #readable: readonly Source[];
  readonly #prompting: readonly Source[];
  readonly #isPlain: boolean;

  constructor(sources: readonly Source[], isPlain: boolean) {
    this.#readable = sources.filter(({ operations }) => operations.has("resources/read"));
    this.#prompting = sources.filter(({ operations }) => operations.has("prompts/get"));
    this.#isPlain = isPlain;
  }

  get resources(): readonly JsonObject[] {
    return firstOfEach(
      this.#readable.flatMap(({ index }) => index.offers.resources.map(asJson)),
      "uri",
    );
  }

  get templates(): readonly JsonObject[] {
    return firstOfEach(
      this.#readable.flatMap(({ index }) => index.offers.templates.map(asJson)),
      "uriTemplate",
    );
  }

  get prompts(): readonly JsonObject[] {
    return this.#prompting.flatMap((source) =>
      source.index.offers.prompts.map((prompt) => ({ ...asJson(prompt), name: this.#exposed(source, prompt.name) })),
    );
  }

  resource(uri: string): Route | undefined {
    // Who lists it comes before who has a template for it: a template can be made to cover everything.
    const source =
      this.#readable.find(({ index }) => index.hasResource(uri)) ??
      this.#readable.find(({ index }) => index.coversUri(uri));
    return route(source, "resources/read", { uri });
  }

  prompt(name: string, args: JsonObject | undefined): Route | undefined {
    const found = this.#promptAt(name);
    return found && route(found.source, "prompts/get", { name: found.name, ...(args && { arguments: args }) });
  }

  completion(ref: JsonObject, rest: JsonObject): Route | undefined {
    const { type, name, uri } = ref;
    if (type === "ref/prompt" && typeof name === "string") {
      const found = this.#promptAt(name);
      return found && route(found.source, "completion/complete", { ref: { type, name: found.name }, ...rest });
    }
    if (type !== "ref/resource" || typeof uri !== "string") return undefined;
    const source = this.#readable.find(({ index }) => index.hasTemplate(uri) || index.hasResource(uri));
    return route(source, "completion/complete", { ref: { type, uri }, ...rest });
  }

  #promptAt(exposed: string): { readonly source: Source; readonly name: string } | undefined {
    for (const source of this.#prompting) {
      const prefix = this.#exposed(source, "");
      const name = exposed.slice(prefix.length);
      if (exposed.startsWith(prefix) && source.index.prompt(name)) return { source, name };
    }
    return undefined;
  }

  // A slug has no underscore, so names of two connectors never meet, whatever a server calls its prompts.
  #exposed({ slug }: Source, name: string): string {
    return this.#isPlain ? name : `${slug}__${name}`;
  }
}

function route(source: Source | undefined, operation: Operation, args: JsonObject): Route | undefined {
  const tool = source?.operations.get(operation);
  return tool && { tool, arguments: args };
}

function firstOfEach(entries: readonly JsonObject[], member: string): readonly JsonObject[] {
  const seen = new Set<Json | undefined>();
  return entries.filter((entry) => {
    const identity = entry[member];
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

function asJson(entry: object): JsonObject {
  return entry as JsonObject; // Entries of lists are parsed from JSON and hold nothing else.
}
