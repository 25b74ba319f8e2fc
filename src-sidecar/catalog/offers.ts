import type { ConnectorId } from "../../src-contract/ids.ts";
import type { OfferedPrompt, Offers } from "../base/offers.ts";
import { uriMatcher, type UriMatcher } from "./uri-template.ts";

/** Whose list it is: what a server shows with one person's credentials is not for another, and not for another configuration. */
export interface OfferKey {
  readonly connectorId: ConnectorId;
  readonly owner: string;
  readonly revision: string;
}

/** What a connector lists beside its tools, ready to be looked up. */
export interface OfferIndex {
  readonly offers: Offers;
  hasResource(uri: string): boolean;
  /** Whether one of its templates could have made this URI. */
  coversUri(uri: string): boolean;
  hasTemplate(uriTemplate: string): boolean;
  prompt(name: string): OfferedPrompt | undefined;
}

/** The lists of all connectors, as they were when their servers were last asked. In memory only: they can name what a person has. */
export interface OfferLists {
  /** Undefined: nobody has asked this server with these credentials yet. */
  of(key: OfferKey): OfferIndex | undefined;
  /** @returns whether it is another list than before. */
  note(key: OfferKey, offers: Offers): boolean;
  /** Forgets what a connector lists to anyone but this owner: it is asked again when it is needed. */
  forgetOthers(key: OfferKey): void;
}

interface Noted {
  readonly revision: string;
  readonly text: string;
  readonly index: OfferIndex;
}

/** @param exists Whether a connector is still there; lists of others are forgotten. */
export function createOfferLists(exists: (id: ConnectorId) => boolean): OfferLists {
  const byConnector = new Map<ConnectorId, Map<string, Noted>>();
  const find = ({ connectorId, owner, revision }: OfferKey): Noted | undefined => {
    const noted = byConnector.get(connectorId)?.get(owner);
    return noted?.revision === revision ? noted : undefined;
  };
  return {
    of: (key) => find(key)?.index,
    note: (key, offers) => {
      for (const id of [...byConnector.keys()]) if (!exists(id)) byConnector.delete(id);
      const text = JSON.stringify(offers);
      if (find(key)?.text === text) return false;
      const owners = byConnector.get(key.connectorId) ?? new Map<string, Noted>();
      owners.set(key.owner, { revision: key.revision, text, index: indexOffers(offers) });
      byConnector.set(key.connectorId, owners);
      return true;
    },
    forgetOthers: ({ connectorId, owner }) => {
      const owners = byConnector.get(connectorId);
      for (const other of [...(owners?.keys() ?? [])]) if (other !== owner) owners?.delete(other);
    },
  };
}

export function indexOffers(offers: Offers): OfferIndex {
  const uris = new Set(offers.resources.map(({ uri }) => uri));
  const templates = new Map<string, UriMatcher>();
  for (const { uriTemplate } of offers.templates) {
    const matcher = uriMatcher(uriTemplate);
    if (matcher) templates.set(uriTemplate, matcher);
  }
  const prompts = new Map(offers.prompts.map((prompt) => [prompt.name, prompt]));
  return {
    offers,
    hasResource: (uri) => uris.has(uri),
    coversUri: (uri) => uri.length <= MAX_URI_CHARS && [...templates.values()].some((matches) => matches(uri)),
    hasTemplate: (uriTemplate) => templates.has(uriTemplate),
    prompt: (name) => prompts.get(name),
  };
}

const MAX_URI_CHARS = 4096;

/**
 * Lists without secrets and invisible characters. What is only shown is cleaned; an entry whose name or address would become another is
 * left out, for a server would not know it.
 *
 * @param cleaned The same lists without them, in the same shape.
 */
export function cleanOffers(offers: Offers, cleaned: Offers): Offers {
  return {
    resources: cleaned.resources.filter(({ uri }, index) => uri === offers.resources[index]?.uri),
    templates: cleaned.templates.filter(
      ({ uriTemplate }, index) => uriTemplate === offers.templates[index]?.uriTemplate,
    ),
    prompts: cleaned.prompts.filter((prompt, index) => isSamePrompt(prompt, offers.prompts[index])),
  };
}

function isSamePrompt(one: OfferedPrompt, other: OfferedPrompt | undefined): boolean {
  const namesOf = (prompt: OfferedPrompt): string =>
    JSON.stringify([prompt.name, ...(prompt.arguments ?? []).map(({ name }) => name)]);
  return other !== undefined && namesOf(one) === namesOf(other);
}
