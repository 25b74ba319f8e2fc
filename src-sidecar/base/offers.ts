import type { JsonObject } from "./canonical-json.ts";

/** What a server lists beside its tools. Untrusted text, bounded by whoever read it. */
export interface Offers {
  readonly resources: readonly OfferedResource[];
  readonly templates: readonly OfferedTemplate[];
  readonly prompts: readonly OfferedPrompt[];
}

interface Described {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

interface OfferedContent extends Described {
  readonly mimeType?: string | undefined;
  readonly annotations?: JsonObject | undefined;
}

export interface OfferedResource extends OfferedContent {
  readonly uri: string;
  readonly size?: number | undefined;
}

/** Resources whose URIs a client makes up. @see RFC 6570 */
export interface OfferedTemplate extends OfferedContent {
  readonly uriTemplate: string;
}

export interface OfferedPrompt extends Described {
  readonly arguments?: readonly (Described & { readonly required?: boolean | undefined })[] | undefined;
}

export const NO_OFFERS: Offers = { resources: [], templates: [], prompts: [] };
