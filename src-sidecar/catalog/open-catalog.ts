import type { Catalog, CatalogOptions } from "./catalog.ts";
import { createConnectors } from "./connectors.ts";
import { createCredentials } from "./credentials.ts";
import { LiveSnapshot } from "./live-snapshot.ts";
import { createOfferLists } from "./offers.ts";
import { createTools } from "./tools.ts";

/** Reads the catalog of an organization into memory. */
export async function openCatalog(options: CatalogOptions): Promise<Catalog> {
  const live = await LiveSnapshot.open(options.db);
  const { flush, ...credentials } = createCredentials(options, live);
  return {
    snapshot: () => live.current,
    connectors: createConnectors(options, live),
    tools: createTools(options, live),
    credentials,
    offers: createOfferLists((id) => live.current.connectors.has(id)),
    flush,
  };
}
