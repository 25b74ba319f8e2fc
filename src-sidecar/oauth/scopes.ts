import type { ProviderQuirks } from "../../src-contract/oauth.ts";

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;
const MAX_SCOPES = 200;
const MAX_CHARS = 8192; // All of them go into an address, and into the vault with the tokens.

/** Reads scopes as a server writes them, without repetitions; null where it names none. What is no scope is left out. */
export function parseScopes(text: string | null, separator: RegExp = /\s+/): readonly string[] | null {
  const scopes = cleanScopes((text ?? "").split(separator));
  return scopes.length === 0 ? null : scopes;
}

/** The scopes among some texts, once each. */
export function cleanScopes(texts: readonly string[]): readonly string[] {
  let left = MAX_CHARS;
  const scopes = [...new Set(texts.filter((text) => SCOPE.test(text)))].slice(0, MAX_SCOPES);
  return scopes.filter((scope) => (left -= scope.length + 1) >= 0);
}

/** The scopes to ask for, and how they are written; null: none are named. */
export function scopeParameter(scopes: readonly string[], quirks: ProviderQuirks): string | null {
  const dropped = new Set(quirks.dropScopes);
  const kept = scopes.filter((scope) => !dropped.has(scope));
  return kept.length === 0 ? null : kept.join(quirks.scopeSeparator ?? " ");
}
