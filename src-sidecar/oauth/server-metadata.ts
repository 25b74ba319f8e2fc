import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Net, Origin } from "./grant.ts";
import { textOf, textsOf, type Members } from "./json-members.ts";
import { quoted } from "./quoted.ts";
import { cleanScopes } from "./scopes.ts";
import { assertUrl } from "./url-rules.ts";

/** The parameters of an authorization request that the flow sets: in the address already, they would be there twice. */
export const FLOW_PARAMETERS: ReadonlySet<string> = new Set([
  "response_type",
  "response_mode",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "resource",
  "request",
  "request_uri",
]);

const MAX_NAMES = 50;
const MAX_NAME_CHARS = 128;

/** Whose description it has to be, and from where that was learned. */
export interface Expected {
  readonly issuer: string;
  readonly quirks: ProviderQuirks;
  readonly origin: Origin;
}

/**
 * Reads what an authorization server says of itself: about the issuer that was asked for, every address judged.
 *
 * @throws {OAuthError} `oauth_issuer_mismatch`, `oauth_bad_metadata`, `oauth_insecure_url`.
 * @see RFC 8414 §3.3
 */
export function parseServer(net: Net, members: Members, { issuer, quirks, origin }: Expected): AuthServer {
  const named = textOf(members, "issuer");
  const isAlias = named !== null && named !== issuer && (quirks.issuerAliases ?? []).includes(named);
  if (named === null || !(isAlias || isSameIssuer(named, issuer))) throw issuerMismatch(named, issuer);
  const url = (name: string): string | null => endpoint(net, textOf(members, name), name, origin);
  const tokenUrl = url("token_endpoint");
  if (tokenUrl === null) throw badMetadata("no token_endpoint");
  return {
    issuer: named,
    aliasOf: isAlias ? issuer : null,
    authorizationUrl: withoutFlow(url("authorization_endpoint")),
    tokenUrl,
    revocationUrl: url("revocation_endpoint"),
    registrationUrl: url("registration_endpoint"),
    deviceUrl: url("device_authorization_endpoint"),
    parUrl: url("pushed_authorization_request_endpoint"),
    userinfoUrl: url("userinfo_endpoint"),
    jwksUrl: url("jwks_uri"),
    requiresPar: members["require_pushed_authorization_requests"] === true,
    sendsIss: members["authorization_response_iss_parameter_supported"] === true,
    takesMetadataDocument: members["client_id_metadata_document_supported"] === true,
    scopes: scopesOf(members),
    authMethods: namesOf(members, "token_endpoint_auth_methods_supported"),
    grantTypes: namesOf(members, "grant_types_supported"),
    dpopAlgorithms: namesOf(members, "dpop_signing_alg_values_supported"),
    pkceMethods: namesOf(members, "code_challenge_methods_supported"),
    notes: isAlias
      ? [`Its description names another issuer, which is allowed for this provider: ${hostOf(named)}`]
      : [],
  };
}

/** The address of an endpoint; null where there is none. @throws {OAuthError} `oauth_insecure_url`, `oauth_bad_metadata`. */
export function endpoint(net: Net, address: string | null, what: string, origin: Origin): string | null {
  if (address === null) return null;
  assertUrl(net, address, what, origin);
  if (address.includes("#")) throw badMetadata(`${what} has a fragment: ${quoted(address)}`);
  return address;
}

/** @throws {OAuthError} `oauth_bad_metadata` for an address that sets what the flow has to set. */
export function withoutFlow(address: string | null): string | null {
  if (address === null) return null;
  const set = [...new URL(address).searchParams.keys()].find((name) => FLOW_PARAMETERS.has(name.toLowerCase()));
  if (set !== undefined) throw badMetadata(`authorization_endpoint sets ${quoted(set)} itself`);
  return address;
}

/** The very same text. One slash at the end of a bare origin is no difference: URLs are written with and without it. */
function isSameIssuer(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return `${short}/` === long && URL.canParse(short) && new URL(short).href === long;
}

/** The error for a description that nothing is sent for. */
export function badMetadata(detail: string): OAuthError {
  return new OAuthError(
    "oauth_bad_metadata",
    "security",
    "The authorization server describes itself in a way that cannot be trusted.",
    { detail },
  );
}

function issuerMismatch(named: string | null, expected: string): OAuthError {
  return new OAuthError(
    "oauth_issuer_mismatch",
    "security",
    "The authorization server says that it is another one. Nothing was sent.",
    {
      detail: `expected ${quoted(expected)}, described ${quoted(named)}`,
      hint: "If its makers say that this is meant so, an admin can allow that issuer in the provider's settings.",
    },
  );
}

function scopesOf(members: Members): readonly string[] | null {
  const scopes = textsOf(members, "scopes_supported");
  return scopes === null ? null : cleanScopes(scopes);
}

/** Names of methods: there are not many, and none is long. */
function namesOf(members: Members, name: string): readonly string[] | null {
  const names = textsOf(members, name);
  return names === null ? null : names.filter((one) => one.length <= MAX_NAME_CHARS).slice(0, MAX_NAMES);
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : quoted(issuer);
}
