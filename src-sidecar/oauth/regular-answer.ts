import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { OAuthError } from "./error.ts";
import { membersOf, numberOf, textOf, valueAt, type Members } from "./json-members.ts";
import { cleanScopes } from "./scopes.ts";
import { unusableAnswer } from "./refusal.ts";

const ACCESS_TOKEN = /^[\x21-\x7e]{1,16384}$/;
const REFRESH_TOKEN = /^[\x20-\x7e]{1,16384}$/;
const LONGEST_S = 10 * 366 * 24 * 3600;

/** A token answer as RFC 6749 section 5.1 has it, but that its type may be any. Scopes are written with spaces; `expires_in` is not over. */
export interface RegularAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly id_token?: string;
}

/**
 * Makes a token answer regular that is as servers write them: numbers as texts, `null` for what is absent, a missing type, scopes as a
 * list, and what the quirks of a provider say. What a token could do harm with is refused: characters that break a header, and sizes.
 *
 * @throws {OAuthError} `oauth_bad_token`, `oauth_bad_answer`. Neither holds anything of a token.
 */
export function regularAnswer(members: Members, quirks: ProviderQuirks): RegularAnswer {
  const token = tokenMembers(members, quirks);
  const accessToken = checkedToken(token, "access_token", ACCESS_TOKEN);
  if (accessToken === null) throw unusableAnswer("the answer holds no access token", "transient");
  const refreshToken = checkedToken(token, "refresh_token", REFRESH_TOKEN);
  const lifetime = lifetimeOf(token, quirks);
  const scopes = scopesOf(token, quirks);
  return {
    access_token: accessToken,
    token_type: typeOf(token, quirks),
    ...(lifetime !== null && { expires_in: lifetime }),
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    ...(scopes !== null && { scope: scopes.join(" ") }),
  };
}

/**
 * Where the token and its companions are. Some answers of the same server, refreshes above all, have them at the top; what is there and
 * not meant has another type, and is refused for that.
 */
function tokenMembers(members: Members, { tokenPath }: ProviderQuirks): Members {
  if (tokenPath === undefined) return members;
  const inside = membersOf(valueAt(members, tokenPath));
  return inside && textOf(inside, "access_token") !== null ? inside : members;
}

function checkedToken(members: Members, name: string, form: RegExp): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : null;
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "string" || !form.test(value)) throw badToken(`${name} has a form that cannot be used`);
  return value;
}

function typeOf(token: Members, { tokenTypes = [] }: ProviderQuirks): string {
  const type = (textOf(token, "token_type") ?? "bearer").toLowerCase();
  return tokenTypes.includes(type) ? "bearer" : type;
}

function scopesOf(token: Members, { scopeSeparator }: ProviderQuirks): readonly string[] | null {
  const { scope } = token;
  if (typeof scope === "string") return cleanScopes(scope.split(scopeSeparator === "," ? /[\s,]+/ : /\s+/));
  const listed = Array.isArray(scope) ? scope.filter((one): one is string => typeof one === "string") : [];
  const scopes = cleanScopes(listed.flatMap((one) => one.split(/\s+/)));
  return scopes.length === 0 ? null : scopes;
}

/** In seconds; null: not known. Nothing, or what is over already, tells nothing. */
function lifetimeOf(token: Members, { expiresInUnit, defaultTtl }: ProviderQuirks): number | null {
  const left = (numberOf(token, "expires_in") ?? 0) / (expiresInUnit === "ms" ? 1000 : 1);
  return left > 0 ? Math.min(left, LONGEST_S) : (defaultTtl ?? null);
}

/** The error for a token that nothing is done with. */
export function badToken(detail: string): OAuthError {
  return new OAuthError(
    "oauth_bad_token",
    "security",
    "The authorization server sent a token that cannot be used. Nothing was stored.",
    { detail },
  );
}
