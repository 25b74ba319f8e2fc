/**
 * What exists upstream and what it is called: connectors, their tools with the class that an admin gave them, the resources and prompts
 * that they list, and the credentials that connectors refer to. It keeps no secret value and opens no connection. It refuses a name that is taken or reserved, a config that
 * would smuggle something into a subprocess or a request, a classification of another definition than the one reviewed, and an approval
 * policy that nobody could fulfil. What an admin said of a tool holds for exactly the definition and the server that were reviewed.
 */
export { isWithin, type KnownProvider } from "./account-rules.ts";
export { accountsNeeded } from "./bindings.ts";
export type { Catalog, ContentOperation } from "./catalog.ts";
export { createMentions } from "./mentions.ts";
export { cleanOffers, type OfferIndex } from "./offers.ts";
export { openCatalog } from "./open-catalog.ts";
export { SAMPLE_CONNECTORS, sampleInput } from "./sample-connectors.ts";
export { fillTemplate, templateProblem } from "./templates.ts";
export { unexpectedArguments } from "./unexpected-arguments.ts";
export type { CatalogSnapshot, ConnectorEntry, CredentialEntry, ToolEntry } from "./snapshot.ts";
