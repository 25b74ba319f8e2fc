/** OAuth 2: providers, the accounts that are connected there, and how one gets connected. Never a token. */
import * as z from "zod";
import { accountId, attemptId, connectorId, providerId } from "./ids.ts";
import { displayName, memberRef, moment } from "./values.ts";
import { entryOffer, sealedEntry } from "./vault.ts";

const address = z.url({ protocol: /^https?$/ }).max(2048);
/** A scope as RFC 6749 section 3.3 allows it: printable, no space, no quote, no backslash. */
export const scopeName = z
  .string()
  .max(256)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "must be printable, without spaces, quotes or backslashes");

/** How an account at a provider is doing, for the person who asks, wherever it is used. */
export const accountHealth = z.object({
  providerId,
  /** The provider's. */
  name: z.string(),
  /** What the account is called at its provider; null where none is connected or its name is not known. */
  accountName: z.string().nullable(),
  /** `degraded`: the provider cannot be reached at the moment, and Gatehouse tries again by itself. */
  state: z.enum(["ok", "not-connected", "needs-reconnect", "degraded"]),
  since: moment.nullable(),
});
export type AccountHealth = z.infer<typeof accountHealth>;

/** An authorization server to choose. `host` is the host of its issuer, for people. */
export const serverChoice = z.object({ issuer: z.string(), host: z.string() });

/** The providers that Gatehouse knows how to talk to. */
export const presetKey = z.enum([
  "github",
  "github-mcp",
  "google",
  "microsoft",
  "slack",
  "slack-mcp",
  "atlassian-mcp",
  "linear-mcp",
  "notion",
  "notion-mcp",
  "sentry-mcp",
  "hubspot",
  "hubspot-mcp",
  "supabase-mcp",
  "vercel-mcp",
]);
export type PresetKey = z.infer<typeof presetKey>;

/** How the authorization server is found. */
export const providerServer = z.discriminatedUnion("kind", [
  /** From a protected resource, as an MCP server: RFC 9728, then RFC 8414 or OpenID Connect Discovery. */
  z.object({ kind: z.literal("resource"), resource: address }),
  /** From its issuer: RFC 8414 or OpenID Connect Discovery. */
  z.object({ kind: z.literal("issuer"), issuer: address }),
  /** By hand, for servers without metadata. `issuer`: what it sends as `iss`, if it does (RFC 9207). */
  z.object({
    kind: z.literal("endpoints"),
    issuer: address.nullable(),
    authorizationUrl: address.nullable(),
    tokenUrl: address,
    revocationUrl: address.nullable(),
    deviceUrl: address.nullable(),
  }),
]);
export type ProviderServer = z.infer<typeof providerServer>;

/** How Gatehouse makes itself known to the authorization server. */
export const providerClient = z.discriminatedUnion("kind", [
  /** An app that somebody created there. Its secret, if it has one, is in the vault. `issuer`: whom it belongs to, once that is known. */
  z.object({ kind: z.literal("registered"), clientId: z.string().min(1).max(2048), issuer: z.string().nullable() }),
  /** A Client ID Metadata Document where the organization has one and the server takes it, else dynamic registration (RFC 7591). */
  z.object({ kind: z.literal("automatic") }),
]);
export type ProviderClient = z.infer<typeof providerClient>;

const parameters = z.record(z.string().min(1).max(128), z.string().max(2048));

/** In what a provider differs from the specifications. Whatever is absent is as they say. */
export const providerQuirks = z.object({
  /**
   * How the client proves itself at the token endpoint; absent: as the registration, then the metadata say. With `key` its secret is a
   * private key, as PEM or JWK, and it signs (`private_key_jwt`, RFC 7523).
   */
  clientAuth: z.enum(["basic", "post", "none", "key"]).optional(),
  bodyFormat: z.enum(["form", "json"]).optional(),
  scopeSeparator: z.enum([" ", ","]).optional(),
  /** Further parameters of the authorization request, and of each token request. Never those that the flow itself sets. */
  authorizeParams: parameters.optional(),
  tokenParams: parameters.optional(),
  /** `unadvertised`: S256 is sent although the metadata do not name it. `off`: the server refuses the parameter. */
  pkce: z.enum(["unadvertised", "off"]).optional(),
  /** The RFC 8707 resource; absent: the resource's own identifier where the server was found from a resource. */
  resource: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("never") }),
      z.object({ kind: z.literal("value"), value: z.string().max(2048) }),
    ])
    .optional(),
  /** Other issuers that the metadata may name. Each is shown to whoever connects. */
  issuerAliases: z.array(z.string().max(2048)).max(8).optional(),
  /** It signs in at one site and exchanges at another, which is otherwise refused. */
  splitEndpoints: z.boolean().optional(),
  /** Where in the token answer the token and its companions are, as names joined by dots; absent: at its top. */
  tokenPath: z.string().max(128).optional(),
  /** A name in the answer that is false when it is an error, whatever the status. */
  okPath: z.string().max(128).optional(),
  /** Token types beside `bearer` that are bearer tokens all the same, lower case. */
  tokenTypes: z.array(z.string().max(32)).max(8).optional(),
  expiresInUnit: z.enum(["s", "ms"]).optional(),
  /** For answers that do not say when the token expires, in seconds. */
  defaultTtl: z.int().min(60).max(31_536_000).optional(),
  refreshUrl: address.optional(),
  /**
   * Where tokens are deleted as GitHub has it, in the place of RFC 7009: `DELETE <address>/<client id>/token`, the token as JSON, with the
   * app's id and secret.
   */
  deleteTokenUrl: address.optional(),
  /** Scopes that the server refuses although clients ask for them by habit. */
  dropScopes: z.array(scopeName).max(8).optional(),
  /** `error` values of a refresh, beside `invalid_grant`, that mean that the connection is over. */
  deadErrors: z.array(z.string().max(128)).max(8).optional(),
});
export type ProviderQuirks = z.infer<typeof providerQuirks>;

/** Where the sign-in comes back to. A loopback address of RFC 8252 section 7.3. */
export const providerRedirect = z.discriminatedUnion("kind", [
  /** `http://127.0.0.1:<a free port>/callback`. */
  z.object({ kind: z.literal("any-port") }),
  /** For servers that compare the whole address. */
  z.object({
    kind: z.literal("fixed"),
    host: z.enum(["127.0.0.1", "localhost"]),
    port: z.int().min(1024).max(65_535),
    path: z
      .string()
      .max(256)
      .regex(/^\/[\w/.~-]*$/, "must begin with / and have letters, digits and -._~/ only"),
  }),
]);
export type ProviderRedirect = z.infer<typeof providerRedirect>;

/** Where a provider's account name is read: in the ID token or at the userinfo endpoint, in the token answer, or from an address of its API. */
export const accountNameSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("openid") }),
  z.object({ kind: z.literal("answer"), path: z.string().max(128) }),
  z.object({ kind: z.literal("url"), url: address, path: z.string().max(128) }),
  z.object({ kind: z.literal("none") }),
]);
export type AccountNameSource = z.infer<typeof accountNameSource>;

/** A provider as an admin sets it. */
export const providerConfig = z.object({
  preset: presetKey.nullable(),
  /** Whose accounts: each member connects their own (authorization code or device code), or the organization has one (client credentials). */
  owner: z.enum(["member", "org"]),
  server: providerServer,
  client: providerClient,
  redirect: providerRedirect,
  /** What is asked for; empty: what the resource asks for, else nothing. */
  scopes: z.array(scopeName).max(100),
  accountName: accountNameSource,
  quirks: providerQuirks,
});
export type ProviderConfig = z.infer<typeof providerConfig>;

/** What a scope is for, and how far it reaches. */
export const scopeHint = z.object({
  name: z.string(),
  purpose: z.string(),
  reach: z.enum(["read", "write", "admin"]),
  /** It belongs to the least that is useful. */
  isLeast: z.boolean(),
});
export type ScopeHint = z.infer<typeof scopeHint>;

/** A provider that Gatehouse knows, prefilled. Where somebody has to create an app there first, its client id is empty. */
export const providerPreset = z.object({
  key: presetKey,
  name: z.string(),
  purpose: z.string(),
  config: providerConfig.extend({
    client: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("registered"), clientId: z.literal(""), issuer: z.null() }),
      z.object({ kind: z.literal("automatic") }),
    ]),
  }),
  /** Whether somebody has to create an app there first, where, and what to enter. */
  app: z.object({ isNeeded: z.boolean(), createAt: z.string().nullable(), steps: z.array(z.string()) }),
  hasSecret: z.enum(["required", "optional", "none"]),
  /** The page of a person's account there on which they end what they allowed; null: not known. */
  accountPage: z.url({ protocol: /^https$/ }).nullable(),
  scopes: z.array(scopeHint),
  /** In what it differs from the specifications, in words. */
  notes: z.array(z.string()),
});
export type ProviderPreset = z.infer<typeof providerPreset>;

const usedBy = z.array(z.object({ connectorId, connectorName: z.string(), as: z.string() }));

/** A provider in the list. */
export const providerSummary = z.object({
  id: providerId,
  name: z.string(),
  config: providerConfig,
  /** The host that people sign in at, as far as it is known. */
  host: z.string(),
  hasClientSecret: z.boolean(),
  /** What to enter as callback URL where the app is created; null where the port is drawn each time and the server takes any. */
  callbackUrl: z.string().nullable(),
  scopeHints: z.array(scopeHint),
  /** How Gatehouse made itself known so far. */
  registrations: z.array(
    z.object({
      issuer: z.string(),
      clientId: z.string(),
      by: z.enum(["registered", "metadata-document", "dynamic"]),
      at: moment,
    }),
  ),
  createdAt: moment,
  usedBy,
  /** `connected`: without those that are `broken`, which have to be reconnected; `of`: how many there could be. */
  accounts: z.object({ connected: z.int(), broken: z.int(), of: z.int() }),
});
export type ProviderSummary = z.infer<typeof providerSummary>;

/** A provider to make. */
export const createProviderInput = z.object({ name: displayName, config: providerConfig });
/** A provider as it is to be from now on. */
export const updateProviderInput = createProviderInput.extend({ id: providerId });
/** What removing a provider takes with it. */
export const providerRemoval = z.object({ accounts: z.int(), connectors: z.array(z.string()) });

/** A one-time key to seal a client secret to: the sealed content names the provider as its `credentialId`, and holds the value `clientSecret`. */
export const beginProviderEntryInput = z.object({ id: providerId });
/** The key to seal a client secret to. */
export const providerEntryOffer = entryOffer;
/** An empty `clientSecret` removes it. */
export const setClientSecretInput = z.object({ id: providerId, entry: sealedEntry });

/** Looks at an address without connecting anything: of a server that is called, or of an issuer. */
export const discoverInput = z.object({ url: address });
/** What an address says of where it signs in. */
export const discovered = z.object({
  /** How the address names itself, where it is one of a server that is called; null: it says nothing of itself. */
  resource: z.string().nullable(),
  /** How it names itself, where it is itself an authorization server; null: it is none. */
  issuer: z.string().nullable(),
  servers: z.array(serverChoice),
  scopes: z.array(z.string()),
  canRegister: z.boolean(),
  grants: z.array(z.string()),
  /** What is unusual there, in words. */
  notes: z.array(z.string()),
});
/** As `discovered`. */
export type Discovered = z.infer<typeof discovered>;

/** How a connected account is doing. */
export const accountState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("connected") }),
  /** The provider cannot be reached; Gatehouse tries again by itself, and the token may still be good. */
  z.object({ kind: z.literal("degraded"), since: moment, retryAt: moment, message: z.string() }),
  /** The provider refused: nothing but a person can mend it. */
  z.object({
    kind: z.literal("needs-reconnect"),
    since: moment,
    reason: z.enum(["refused", "expired", "client-gone", "scope", "issuer-changed", "unreadable", "older-copy"]),
    message: z.string(),
  }),
]);
export type AccountState = z.infer<typeof accountState>;

/** A connected account: what it is, never its tokens. */
export const connectedAccount = z.object({
  id: accountId,
  providerId,
  /** Null: the organization's. */
  owner: memberRef.nullable(),
  accountName: z.string().nullable(),
  issuer: z.string(),
  resource: z.string().nullable(),
  /** Granted. */
  scopes: z.array(z.string()),
  /** Asked for by us or by the server, and not granted. */
  missingScopes: z.array(z.string()),
  tokenType: z.enum(["bearer", "dpop"]),
  /** Of the access token; null: the provider does not say. */
  expiresAt: moment.nullable(),
  /** Whether it can be refreshed without a person. */
  isRefreshable: z.boolean(),
  connectedAt: moment,
  refreshedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  state: accountState,
});
export type ConnectedAccount = z.infer<typeof connectedAccount>;

/** A provider as the person who asks can use it, with their account there. */
export const accountEntry = z.object({
  provider: z.object({
    id: providerId,
    name: z.string(),
    preset: presetKey.nullable(),
    host: z.string(),
    owner: z.enum(["member", "org"]),
    scopes: z.array(z.string()),
    scopeHints: z.array(scopeHint),
    /** Whether a device code can be used instead of a browser on this machine; false where it is not known yet. */
    hasDeviceCode: z.boolean(),
  }),
  account: connectedAccount.nullable(),
  /** False for the organization's account where the person is no admin. */
  mayConnect: z.boolean(),
  usedBy,
});
export type AccountEntry = z.infer<typeof accountEntry>;

/** `via`: the browser on this machine, or a code that is entered on another device (RFC 8628). `issuer`: the choice, where there is one. */
export const connectInput = z.object({
  providerId,
  via: z.enum(["browser", "device"]).default("browser"),
  issuer: z.string().max(2048).optional(),
  /** Scopes beyond the provider's, as a server asked for them. */
  scopes: z.array(scopeName).max(100).optional(),
});
/** What the person does next. Every host is taken from the address itself. */
export const connectOutput = z.discriminatedUnion("kind", [
  /** Opens `url` in the browser. `server`: the host that the token will be sent to. */
  z.object({
    kind: z.literal("browser"),
    attemptId,
    url: z.string(),
    host: z.string(),
    server: z.string().nullable(),
    scopes: z.array(z.string()),
    callbackUrl: z.string(),
    /** Whether the same server hands out codes for another device. */
    hasDeviceCode: z.boolean(),
    expiresAt: moment,
    notes: z.array(z.string()),
  }),
  /** Enters `userCode` at `verificationUrl`, on any device. */
  z.object({
    kind: z.literal("device"),
    attemptId,
    userCode: z.string(),
    verificationUrl: z.string(),
    host: z.string(),
    server: z.string().nullable(),
    scopes: z.array(z.string()),
    expiresAt: moment,
  }),
  z.object({ kind: z.literal("choose"), servers: z.array(serverChoice) }),
  /** Nobody had to do anything: client credentials. */
  z.object({ kind: z.literal("connected"), accountId }),
]);
export type ConnectOutput = z.infer<typeof connectOutput>;

/** Where a try to connect stands. It is forgotten ten minutes after its end. */
export const attemptState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("waiting"), expiresAt: moment }),
  z.object({ kind: z.literal("exchanging") }),
  z.object({ kind: z.literal("done"), accountId }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string(), hint: z.string() }),
  z.object({ kind: z.literal("expired") }),
  z.object({ kind: z.literal("cancelled") }),
]);
export type AttemptState = z.infer<typeof attemptState>;

/** What became of the tokens at the provider. The account here is gone in every case. */
export const disconnectOutput = z.object({
  revoked: z.enum(["revoked", "not-offered", "failed"]),
  message: z.string(),
});
export type DisconnectOutput = z.infer<typeof disconnectOutput>;
