import type { JsonWebKey } from "node:crypto";
import type { AccountNameSource, ProviderQuirks } from "../../src-contract/oauth.ts";
import { accountNameAt, bestName } from "./account-name.ts";
import type { AuthServer, Grant, OAuthClient } from "./grant.ts";
import { judgedAnswer, type Judged } from "./judged-answer.ts";
import { textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { badToken, regularAnswer, type RegularAnswer } from "./regular-answer.ts";

const OFFLINE = "offline_access";

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
 * Makes a grant of a token answer: first it is made regular, then the library judges it.
 *
 * @throws {OAuthError} `oauth_bad_token`, `oauth_bad_answer`. Neither holds anything of a token.
 * @see RFC 6749 §5.1
 */
export async function grantOf(kit: Kit, members: Members, asked: Asked): Promise<Grant> {
  const { server, client, resource, before, quirks, dpopKey } = asked;
  const regular = { ...regularAnswer(members, quirks), ...wantedIdToken(members, asked) };
  const judged = await judgedAnswer(kit, regular, asked);
  const { answer } = judged;
  const isBound = answer.token_type === "dpop";
  if (isBound && dpopKey === null) throw badToken("it is bound to a key that nobody made");
  const obtainedAt = kit.clock.now();
  // A bearer token although a bound one was asked for is taken, and said.
  const isDowngrade = dpopKey !== null && !isBound;
  const refreshToken = answer.refresh_token ?? before?.refreshToken ?? null;
  const granted = answer.scope?.split(" ").filter((scope) => scope !== "");
  return {
    server: isDowngrade ? { ...server, notes: withDowngrade(server.notes) } : server,
    client,
    resource,
    accessToken: answer.access_token,
    refreshToken,
    // Who changes the settings since, or their row in the database, is not sent what a person gave to somebody else.
    refreshUrl: before ? before.refreshUrl : (quirks.refreshUrl ?? null),
    tokenType: isBound ? "dpop" : "bearer",
    dpopKey: isBound ? dpopKey : null,
    scopes: withOffline(granted ?? before?.scopes ?? asked.scopes, asked, refreshToken),
    requestedScopes: asked.scopes,
    expiresAt: answer.expires_in === undefined ? null : obtainedAt + Math.floor(answer.expires_in * 1000),
    obtainedAt,
    accountName: before ? before.accountName : nameIn(members, judged, asked),
  };
}

/** An ID token that was not asked for says nothing; one that was is checked even if its name is not wanted. */
function wantedIdToken(members: Members, { before, scopes, nameSource }: Asked): Pick<RegularAnswer, "id_token"> {
  const isWanted = before === undefined && scopes.includes("openid") && nameSource?.kind !== "answer";
  const idToken = isWanted ? textOf(members, "id_token") : null;
  return idToken === null ? {} : { id_token: idToken };
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

function nameIn(members: Members, { claims }: Judged, { nameSource }: Asked): string | null {
  if (nameSource?.kind === "answer") return accountNameAt(members, nameSource.path);
  const isWanted = nameSource === undefined || nameSource.kind === "openid";
  return isWanted && claims !== null ? bestName(claims) : null;
}
