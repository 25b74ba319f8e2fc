import {
  clockSkew,
  clockTolerance,
  getValidatedIdTokenClaims,
  processGenericTokenEndpointResponse,
  type Client,
} from "oauth4webapi";
import { bestName } from "./account-name.ts";
import type { AuthServer, OAuthClient } from "./grant.ts";
import { membersOf, parseMembers, textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { quoted } from "./quoted.ts";
import { unusableAnswer } from "./refusal.ts";

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

/**
 * What an ID token calls its person. It came from the token endpoint itself, over TLS: its claims are checked, its signature would prove
 * nothing more.
 *
 * @throws {OAuthError} `oauth_bad_answer` for one that is not about this sign-in.
 * @see OpenID Connect Core §3.1.3.7
 */
export async function idTokenName(kit: Kit, idToken: string, { server, client, nonce }: Asked): Promise<string | null> {
  const [head = "", body = ""] = idToken.split(".");
  const algorithm = textOf(decoded(head), "alg") ?? "";
  if (!ALGORITHMS.has(algorithm)) throw unusable(`its algorithm is ${quoted(algorithm)}`);
  const library: Client = {
    client_id: client.id,
    id_token_signed_response_alg: algorithm,
    // The library looks at the machine's clock.
    [clockSkew]: Math.round((kit.clock.now() - Date.now()) / 1000),
    [clockTolerance]: TOLERANCE_S,
  };
  const answer = Response.json({ access_token: "unused", token_type: "bearer", id_token: idToken });
  const issuer = tenantIssuer(server.issuer, decoded(body));
  const claims = await processGenericTokenEndpointResponse({ issuer }, library, answer).then(
    (result) => getValidatedIdTokenClaims(result),
    (error: unknown) => {
      throw unusable(error instanceof Error ? error.message : "it cannot be read");
    },
  );
  if (claims === undefined || (claims["nonce"] ?? null) !== (nonce ?? null)) throw unusable("its nonce is another one");
  return bestName(membersOf(claims) ?? {});
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
