import {
  clockTolerance,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  UnsupportedOperationError,
  type TokenEndpointResponse,
} from "oauth4webapi";
import type { AuthServer, OAuthClient } from "./grant.ts";
import { membersOf, parseMembers, textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { clientView } from "./library-view.ts";
import { quoted } from "./quoted.ts";
import { unusableAnswer } from "./refusal.ts";
import { badToken, type RegularAnswer } from "./regular-answer.ts";

const ALGORITHMS: ReadonlySet<string> = new Set([
  "RS256",
  "PS256",
  "ES256",
  "RS384",
  "ES384",
  "RS512",
  "ES512",
  "EdDSA",
  "Ed25519",
]);
const TOLERANCE_S = 60;

interface Asked {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly nonce?: string | null;
}

/** What the library found good. */
export interface Judged {
  readonly answer: TokenEndpointResponse;
  /** Of the ID token, if there is one. */
  readonly claims: Members | null;
}

/**
 * Has the library judge a token answer. An ID token came from the token endpoint itself, over TLS: its claims are checked, its signature
 * would prove nothing more.
 *
 * @throws {OAuthError} `oauth_bad_token` for a type of token that is not known; `oauth_bad_answer` for an ID token that is not about this
 * sign-in.
 * @see RFC 6749 §5.1, OpenID Connect Core §3.1.3.7
 */
export async function judgedAnswer(kit: Pick<Kit, "clock">, regular: RegularAnswer, asked: Asked): Promise<Judged> {
  const { server, client, nonce } = asked;
  const [algorithm, issuer] = announced(regular, server.issuer);
  const library = {
    ...clientView(kit, client.id),
    [clockTolerance]: TOLERANCE_S,
    ...(algorithm !== null && { id_token_signed_response_alg: algorithm }),
  };
  const expected = algorithm === null || !nonce ? {} : { expectedNonce: nonce };
  try {
    const answer = await processAuthorizationCodeResponse({ issuer }, library, Response.json(regular), expected);
    const claims = getValidatedIdTokenClaims(answer);
    return { answer, claims: claims === undefined ? null : membersOf(claims) };
  } catch (error) {
    // What the library attaches to its errors is the answer itself, with the token: its words alone are safe.
    if (error instanceof UnsupportedOperationError)
      throw badToken(`${error.message}, the token's type is ${quoted(regular.token_type)}`);
    throw unusable(error instanceof Error ? error.message : "it cannot be read");
  }
}

/**
 * Has the library judge an answer without a token.
 *
 * @throws {OAuthError} `oauth_bad_answer`.
 */
export async function judged<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unusableAnswer(`${what}: ${error instanceof Error ? error.message : "it cannot be read"}`, "transient");
  }
}

/** The algorithm that the ID token names, null without one; and the issuer that it has to be from. */
function announced({ id_token: idToken }: RegularAnswer, issuer: string): readonly [string | null, string] {
  if (idToken === undefined) return [null, issuer];
  const [head = "", body = ""] = idToken.split(".");
  const algorithm = textOf(decoded(head), "alg") ?? "";
  if (!ALGORITHMS.has(algorithm)) throw unusable(`its algorithm is ${quoted(algorithm)}`);
  return [algorithm, tenantIssuer(issuer, decoded(body))];
}

/** Some describe one issuer for all their tenants, with a place for the tenant's id. */
function tenantIssuer(issuer: string, claims: Members): string {
  const tenant = textOf(claims, "tid") ?? "";
  return /^[\w-]{1,64}$/.test(tenant) ? issuer.replace("{tenantid}", tenant) : issuer;
}

function decoded(part: string): Members {
  return parseMembers(Buffer.from(part, "base64url").toString("utf8")) ?? {};
}

function unusable(why: string): Error {
  return unusableAnswer(`the ID token: ${why}`, "security", "Check that the clock of this machine is right.");
}
