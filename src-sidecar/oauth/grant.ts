import type { JsonWebKey } from "node:crypto";
import type { AccountNameSource, ProviderQuirks, ProviderServer } from "../../src-contract/oauth.ts";

/** What we are to an authorization server. Belongs to its issuer alone and is never shown to another one (SEP-2352). */
export interface OAuthClient {
  readonly issuer: string;
  readonly id: string;
  readonly secret: string | null;
  /** How it proves itself at the token endpoint. With `key` the secret is a private key. */
  readonly auth: "basic" | "post" | "none" | "key";
  readonly by: "registered" | "metadata-document" | "dynamic";
  /** What was registered; null: the server takes any loopback port, or the person registered it. */
  readonly redirectUri: string | null;
  /** To delete a dynamic registration with (RFC 7592). */
  readonly management: { readonly url: string; readonly token: string } | null;
  /** Milliseconds since the Unix epoch. `secretExpiresAt`: null for never. */
  readonly registeredAt: number;
  readonly secretExpiresAt: number | null;
}

/** An authorization server whose description was fetched, checked and found to be its own. */
export interface AuthServer {
  /** Exactly as its metadata say. */
  readonly issuer: string;
  /** The issuer that was expected where the metadata name an allowed alias; null: the same. */
  readonly aliasOf: string | null;
  readonly authorizationUrl: string | null;
  readonly tokenUrl: string;
  readonly revocationUrl: string | null;
  readonly registrationUrl: string | null;
  readonly deviceUrl: string | null;
  readonly parUrl: string | null;
  readonly userinfoUrl: string | null;
  readonly jwksUrl: string | null;
  readonly requiresPar: boolean;
  readonly sendsIss: boolean;
  readonly takesMetadataDocument: boolean;
  readonly scopes: readonly string[] | null;
  readonly authMethods: readonly string[] | null;
  readonly grantTypes: readonly string[] | null;
  readonly dpopAlgorithms: readonly string[] | null;
  readonly pkceMethods: readonly string[] | null;
  /** What is unusual and was allowed, in words for whoever connects. */
  readonly notes: readonly string[];
}

/**
 * A connection, opened for one use. The texts are strings because the libraries of the protocol take nothing else; whoever holds one lets
 * go of it at the end of the use. At rest it is sealed as a whole.
 */
export interface Grant {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  /** RFC 8707, verbatim; null: none is sent. */
  readonly resource: string | null;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Where the refresh token goes, if not to the token endpoint: as the provider's settings said when a person connected. */
  readonly refreshUrl: string | null;
  readonly tokenType: "bearer" | "dpop";
  /** The private key that the token is bound to (RFC 9449), a JWK. */
  readonly dpopKey: JsonWebKey | null;
  /** Granted and asked for. */
  readonly scopes: readonly string[];
  readonly requestedScopes: readonly string[];
  /** Milliseconds since the Unix epoch; null: the server did not say. */
  readonly expiresAt: number | null;
  readonly obtainedAt: number;
  readonly accountName: string | null;
}

/**
 * Where requests of this room go. `origin` says from where the address was learned: from a `public` server only public addresses follow,
 * whatever an admin allowed (no inward hop); `chosen` is what a person typed, and what a server at an allowed private host names.
 */
export interface Net {
  /** No redirect is followed. Bounded in size and time. @throws {HttpError} */
  fetch(url: string, init: RequestInit, origin: Origin): Promise<Response>;
  /** GET, with at most three redirects, each judged anew. @throws {HttpError} */
  document(url: string, origin: Origin, signal?: AbortSignal): Promise<Response>;
  /** `public` for a public address; what an allowed private host says may lead to other allowed ones. */
  originOf(url: string): Origin;
}
/** From where an address was learned. */
export type Origin = "public" | "chosen";

/** What a server asked for with a 401 or 403 (RFC 6750 section 3, RFC 9728 section 5.1). */
export interface Challenge {
  readonly status: number;
  readonly resourceMetadata: string | null;
  readonly scope: readonly string[] | null;
  readonly error: string | null;
  readonly dpopNonce: string | null;
  readonly scheme: "bearer" | "dpop";
}

/** What a protected resource says of itself. */
export interface ProtectedResource {
  /** Verbatim. */
  readonly resource: string | null;
  readonly issuers: readonly string[];
  readonly scopes: readonly string[] | null;
  readonly origin: Origin;
  /** It takes tokens that are bound to a key only (RFC 9449). */
  readonly wantsDpop: boolean;
}

/** What is to be remembered between sending a person away and their return. Kept in memory only. */
export interface PendingAuthorization {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  readonly redirectUri: string;
  readonly resource: string | null;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly nonce: string | null;
  readonly codeVerifier: string | null;
  readonly dpopKey: JsonWebKey | null;
  readonly nameSource?: AccountNameSource | undefined;
}

/** A running device authorization (RFC 8628). */
export interface PendingDevice {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  readonly resource: string | null;
  readonly scopes: readonly string[];
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly intervalMs: number;
  readonly expiresAt: number;
  readonly dpopKey: JsonWebKey | null;
  readonly nameSource?: AccountNameSource | undefined;
}

/** What a grant is asked for with. */
export interface AskWith {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  readonly scopes: readonly string[];
  readonly resource: string | null;
  /** Where the account's name is read, as far as only the answer has it. */
  readonly nameSource?: AccountNameSource | undefined;
  /** Asks for a token that is bound to a key, where the server can (RFC 9449). */
  readonly wantsDpop?: boolean | undefined;
}

/**
 * The protocol, without memory: every function asks a server once and returns what it proved. Nothing here stores, retries a refresh or
 * opens a browser. All errors are `OAuthError`.
 */
export interface Protocol {
  /** Reads a `WWW-Authenticate` header as leniently as servers write it. Null: nothing in it is for us. */
  readChallenge(status: number, headers: Headers): Challenge | null;
  /**
   * Finds out who guards a resource: `resource_metadata` of the challenge, else the well-known places (RFC 9728). Where there is no
   * metadata at all, the resource's own origin is its authorization server (MCP 2025-03-26).
   */
  findResource(resource: string, challenge: Challenge | null): Promise<ProtectedResource>;
  /**
   * RFC 8414 and OpenID Connect Discovery in the order of the MCP specification, the issuer compared exactly.
   *
   * @param isLegacy The resource has no metadata: a server without any is then at `/authorize` and `/token` (MCP 2025-03-26).
   */
  loadServer(issuer: string, quirks: ProviderQuirks, origin: Origin, isLegacy?: boolean): Promise<AuthServer>;
  /** From addresses that an admin entered. */
  serverFrom(endpoints: Extract<ProviderServer, { kind: "endpoints" }>, quirks: ProviderQuirks): AuthServer;
  /** What we are there: a Client ID Metadata Document where the organization has one and the server takes it, else registered now (RFC 7591). */
  register(server: AuthServer, wish: RegistrationWish): Promise<OAuthClient>;
  /** Deletes a dynamic registration, as far as the server lets (RFC 7592). Never throws. */
  unregister(client: OAuthClient, server: AuthServer): Promise<void>;
  /** The address that the person is sent to. Pushes the request first where the server wants that (RFC 9126). */
  beginCode(
    ask: AskWith & { readonly redirectUri: string },
  ): Promise<{ readonly url: string; readonly pending: PendingAuthorization }>;
  /** `callback`: the query of the return, as it came. */
  finishCode(pending: PendingAuthorization, callback: URLSearchParams): Promise<Grant>;
  beginDevice(ask: AskWith): Promise<PendingDevice>;
  /** Asks once. */
  pollDevice(
    pending: PendingDevice,
  ): Promise<
    { readonly kind: "pending"; readonly intervalMs: number } | { readonly kind: "granted"; readonly grant: Grant }
  >;
  clientCredentials(ask: AskWith): Promise<Grant>;
  /** Asks once with exactly this refresh token. The answer keeps the old refresh token where it brings no new one (RFC 6749 section 6). */
  refresh(grant: Grant, quirks: ProviderQuirks): Promise<Grant>;
  /** Revokes the refresh token, then the access token (RFC 7009). Never throws. */
  revoke(grant: Grant, quirks: ProviderQuirks): Promise<"revoked" | "not-offered" | "failed">;
  /** What the account is called there; null when it cannot be found out. Never throws. */
  nameOf(grant: Grant, source: AccountNameSource): Promise<string | null>;
  /** A proof for one request (RFC 9449 section 4). Remembers nonces that servers sent, by origin, in memory. */
  proof(grant: Grant, method: string, url: string): Promise<string>;
  noteNonce(url: string, nonce: string): void;
}

/** What a dynamic registration asks for. */
export interface RegistrationWish {
  readonly clientName: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly owner: "member" | "org";
}
