import type { ProviderQuirks } from "../../src-contract/oauth.ts";

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;
const MAX_SCOPES = 200;

/** Reads scopes as a server writes them, without repetitions; null where it names none. What is no scope is left out. */
export function parseScopes(text: string | null, separator: RegExp = /\s+/): readonly string[] | null {
  const scopes = cleanScopes((text ?? "").split(separator));
  return scopes.length === 0 ? null : scopes;
}

/** The scopes among some texts, once each. */
export function cleanScopes(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => SCOPE.test(text)))].slice(0, MAX_SCOPES);
}

/** The scopes to ask for, and how they are written; null: none are named. */
export function scopeParameter(scopes: readonly string[], quirks: ProviderQuirks): string | null {
  const dropped = new Set(quirks.dropScopes);
  const kept = scopes.filter((scope) => !dropped.has(scope));
  return kept.length === 0 ? null : kept.join(quirks.scopeSeparator ?? " ");
}
