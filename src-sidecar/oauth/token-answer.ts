import type { JsonWebKey } from "node:crypto";
import type { AccountNameSource, ProviderQuirks } from "../../src-contract/oauth.ts";
import { accountNameAt } from "./account-name.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Grant, OAuthClient } from "./grant.ts";
import { idTokenName } from "./id-token.ts";
import { membersOf, numberOf, textOf, valueAt, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { quoted } from "./quoted.ts";
import { cleanScopes, parseScopes } from "./scopes.ts";
import { unusableAnswer } from "./refusal.ts";

const ACCESS_TOKEN = /^[\x21-\x7e]{1,16384}$/;
const REFRESH_TOKEN = /^[\x20-\x7e]{1,16384}$/;
const OFFLINE = "offline_access";
const LONGEST_MS = 10 * 366 * 24 * 3600 * 1000;

/** What a token was asked for with. */
export interface Asked {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  readonly resource: string | null;
  readonly scopes: readonly string[];
  readonly dpopKey: JsonWebKey | null;
  readonly nonce?: string | null;
  readonly nameSource?: AccountNameSource | undefined;
  /** With a refresh: what there was, and stays where the answer is silent. */
  readonly before?: Grant;
}

/**
 * Makes a grant of a token answer, as servers write them: numbers as texts, `null` for what is absent, a missing type, scopes as a list.
 * What a token could do harm with is refused: characters that break a header, sizes, types that we do not know.
 *
 * @throws {OAuthError} `oauth_bad_token`, `oauth_bad_answer`. Neither holds anything of a token.
 * @see RFC 6749 §5.1
 */
export async function grantOf(kit: Kit, members: Members, asked: Asked): Promise<Grant> {
  const { server, client, resource, before, quirks } = asked;
  const token = tokenMembers(members, asked);
  const accessToken = checkedToken(token, "access_token", ACCESS_TOKEN);
  if (accessToken === null) throw unusableAnswer("the answer holds no access token", "transient");
  const isBound = isBoundToKey(token, asked);
  const obtainedAt = kit.clock.now();
  const isDowngrade = asked.dpopKey !== null && !isBound;
  const refreshToken = checkedToken(token, "refresh_token", REFRESH_TOKEN) ?? before?.refreshToken ?? null;
  return {
    server: isDowngrade ? { ...server, notes: withDowngrade(server.notes) } : server,
    client,
    resource,
    accessToken,
    refreshToken,
    // Who changes the settings since, or their row in the database, is not sent what a person gave to somebody else.
    refreshUrl: before ? before.refreshUrl : (quirks.refreshUrl ?? null),
    tokenType: isBound ? "dpop" : "bearer",
    dpopKey: isBound ? asked.dpopKey : null,
    scopes: withOffline(grantedScopes(token, quirks) ?? before?.scopes ?? asked.scopes, asked, refreshToken),
    requestedScopes: asked.scopes,
    expiresAt: expiryOf(token, quirks, obtainedAt),
    obtainedAt,
    accountName: before ? before.accountName : await nameIn(kit, members, asked),
  };
}

/**
 * Where the token and its companions are. Some answers of the same server, refreshes above all, have them at the top; what is there and
 * not meant has another type, and is refused for that.
 */
function tokenMembers(members: Members, { quirks }: Asked): Members {
  if (quirks.tokenPath === undefined) return members;
  const inside = membersOf(valueAt(members, quirks.tokenPath));
  return inside && textOf(inside, "access_token") !== null ? inside : members;
}

function checkedToken(members: Members, name: string, form: RegExp): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : null;
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "string" || !form.test(value)) throw badToken(`${name} has a form that cannot be used`);
  return value;
}

/** Whether the token is bound to our key. A bearer token although one was asked for is taken, and said. */
function isBoundToKey(token: Members, { quirks, dpopKey }: Asked): boolean {
  const type = (textOf(token, "token_type") ?? "bearer").toLowerCase();
  if (type === "dpop" && dpopKey !== null) return true;
  if (type === "bearer" || (quirks.tokenTypes ?? []).includes(type)) return false;
  throw badToken(`tokens of type ${quoted(type)} are not known`);
}

const DOWNGRADE = "It gave a token that is not bound to a key, although one was asked for.";
function withDowngrade(notes: readonly string[]): readonly string[] {
  return notes.includes(DOWNGRADE) ? notes : [...notes, DOWNGRADE];
}

/** A refresh token is what that scope asks for: a server that gives one need not repeat the scope. */
function withOffline(granted: readonly string[], asked: Asked, refreshToken: string | null): readonly string[] {
  const isMeant = refreshToken !== null && asked.scopes.includes(OFFLINE) && !granted.includes(OFFLINE);
  return isMeant ? [...granted, OFFLINE] : granted;
}

function grantedScopes(token: Members, quirks: ProviderQuirks): readonly string[] | null {
  const { scope } = token;
  if (Array.isArray(scope)) return parseScopes(scope.filter((one): one is string => typeof one === "string").join(" "));
  if (typeof scope !== "string") return null;
  return cleanScopes(scope.split(quirks.scopeSeparator === "," ? /[\s,]+/ : /\s+/));
}

/** Null: not known. Nothing, or what is over already, tells nothing. */
function expiryOf(token: Members, quirks: ProviderQuirks, nowMs: number): number | null {
  const left = (numberOf(token, "expires_in") ?? 0) * (quirks.expiresInUnit === "ms" ? 1 : 1000);
  if (left > 0) return nowMs + Math.min(Math.floor(left), LONGEST_MS);
  return quirks.defaultTtl === undefined ? null : nowMs + quirks.defaultTtl * 1000;
}

async function nameIn(kit: Kit, members: Members, asked: Asked): Promise<string | null> {
  const source = asked.nameSource;
  if (source?.kind === "answer") return accountNameAt(members, source.path);
  // An ID token that was not asked for says nothing; one that was is checked even if its name is not wanted.
  const idToken = asked.scopes.includes("openid") ? textOf(members, "id_token") : null;
  if (idToken === null) return null;
  const name = await idTokenName(kit, idToken, asked);
  return source === undefined || source.kind === "openid" ? name : null;
}

function badToken(detail: string): OAuthError {
  return new OAuthError(
    "oauth_bad_token",
    "security",
    "The authorization server sent a token that cannot be used. Nothing was stored.",
    { detail },
  );
}
