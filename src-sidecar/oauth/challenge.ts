import type { Challenge } from "./grant.ts";
import { parseScopes } from "./scopes.ts";

interface Part {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

const TOKEN = "[!#$%&'*+\\-.^_`|~\\w]+";
const PARAMETER = new RegExp(
  `^[\\s,]*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\[\\s\\S])*)"|'([^']*)'|([^\\s,"']+))(?=[\\s,]|$)`,
);
const SCHEME = new RegExp(`^[\\s,]*(${TOKEN})(?=[\\s,]|$)`);
const MAX_CHARS = 16_384;

/**
 * Reads a `WWW-Authenticate` header as leniently as servers write it: several schemes, values in double quotes, in single quotes or in
 * none. What stands inside a quoted value is never read as a parameter.
 *
 * A 401 without the header is a challenge without words: who guards the server is found at the well-known places.
 *
 * @see RFC 9110 §11.6.1
 */
export function readChallenge(status: number, headers: Headers): Challenge | null {
  const header = headers.get("www-authenticate");
  const nonce = headers.get("dpop-nonce");
  const dpopNonce = nonce !== null && /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/.test(nonce) ? nonce : null;
  const silent = { status, resourceMetadata: null, scope: null, error: null, dpopNonce, scheme: "bearer" } as const;
  if (header === null) return status === 401 ? silent : null;
  const ours = partsOf(header.slice(0, MAX_CHARS)).filter(({ scheme }) => scheme === "bearer" || scheme === "dpop");
  const part = ours.find(({ scheme }) => scheme === "bearer") ?? ours[0];
  if (!part) return null;
  const value = (name: string): string | null =>
    [part, ...ours].map(({ parameters }) => parameters.get(name)).find((one) => one !== undefined) ?? null;
  const error = value("error");
  return {
    ...silent,
    resourceMetadata: value("resource_metadata"),
    scope: parseScopes(value("scope")),
    error: error !== null && /^[\x20-\x7e]{1,128}$/.test(error) ? error : null,
    scheme: part.scheme === "dpop" ? "dpop" : "bearer",
  };
}

function partsOf(header: string): Part[] {
  const parts: Part[] = [];
  let rest = header;
  while (/[^\s,]/.test(rest)) {
    const parameter = PARAMETER.exec(rest);
    const current = parts.at(-1);
    const scheme = parameter ? null : SCHEME.exec(rest);
    if (parameter && current) {
      const [, name = "", quotedValue, single, bare] = parameter;
      const text = quotedValue === undefined ? (single ?? bare ?? "") : quotedValue.replaceAll(/\\([\s\S])/g, "$1");
      // The first one counts: a second could only have been added to confuse.
      if (!current.parameters.has(name.toLowerCase())) current.parameters.set(name.toLowerCase(), text);
    } else if (scheme?.[1]) parts.push({ scheme: scheme[1].toLowerCase(), parameters: new Map() });
    // Something unreadable, as the base64 of another scheme: on to the next word.
    const used = (parameter ?? scheme ?? /^[\s,]*(?:"(?:[^"\\]|\\[\s\S])*"?|[^\s,"]+)/.exec(rest))?.[0].length ?? 0;
    rest = rest.slice(Math.max(used, 1));
  }
  return parts;
}
