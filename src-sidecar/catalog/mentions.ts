import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId, Digest } from "../../src-contract/ids.ts";
import { mentionsOtherTools } from "./mentions-other-tools.ts";
import type { CatalogSnapshot } from "./snapshot.ts";

/** The tool whose definition is looked at. */
interface Mentioning {
  readonly connectorId: ConnectorId;
  readonly definition: ToolDefinition;
  readonly definitionDigest: Digest;
}

/** Which tools of other connectors a definition speaks of. */
export type Mentions = (tool: Mentioning) => readonly string[];

/** Looks once at each definition, for as long as the catalog stays as it is: this stands on the path of every call. */
export function createMentions(snapshot: () => CatalogSnapshot): Mentions {
  let version = -1;
  const found = new Map<string, readonly string[]>();
  return ({ connectorId, definition, definitionDigest }) => {
    const { tools, version: now } = snapshot();
    if (now !== version) found.clear();
    version = now;
    const key = `${connectorId} ${definitionDigest}`;
    const known = found.get(key);
    if (known) return known;
    const others = [...tools.values()].filter((tool) => tool.connectorId !== connectorId);
    const names = others.flatMap(({ name, exposedName }) => [name, exposedName]);
    const mentioned = mentionsOtherTools(definition, names);
    found.set(key, mentioned);
    return mentioned;
  };
}
