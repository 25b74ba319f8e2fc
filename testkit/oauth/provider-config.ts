import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { ClientMetadata, Configuration, JWK } from "oidc-provider";
import { page } from "./sign-in-pages.ts";

/** What a test chooses about an authorization server. What can change while it runs is read at each use. */
export interface Manners {
  /** Seconds that an access token is good for. */
  accessTokenTtl: number;
  /** Whether each refresh brings a new refresh token. The reuse of an old one ends the grant in any case. */
  rotates: boolean;
  /** Whether a refresh token is given at all. */
  givesRefreshTokens: boolean;
  /** Whether proofs of possession need a nonce of the server. */
  wantsNonce: boolean;
}

export interface AuthorizationServerOptions extends Partial<Manners> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Of an issuer with a path, such as `/tenant`. */
  readonly path?: string;
  /** Beside `openid`, `profile`, `email` and `offline_access`. */
  readonly scopes?: readonly string[];
  /** Apps that somebody created there. */
  readonly clients?: readonly ClientMetadata[];
  /** Whether clients can register themselves; true if absent. */
  readonly registration?: boolean;
  /** Client ID Metadata Documents by their address, which is never asked. */
  readonly metadataDocuments?: Readonly<Record<string, object>>;
  readonly requiresPar?: boolean;
  /** Every client that registers itself has to prove possession of a key. */
  readonly requiresDpop?: boolean;
}

const DEFAULT_SCOPES = ["notes:read", "notes:write"] as const;

/** The configuration of `oidc-provider` with everything on that a client may meet. */
export function createConfiguration(
  options: AuthorizationServerOptions,
  manners: Manners,
  adapter: Configuration["adapter"],
): Configuration {
  const { path = "", scopes = DEFAULT_SCOPES, clients = [], requiresDpop = false } = options;
  return {
    adapter,
    clients: clients.map((client) => ({ ...client })),
    clientDefaults: { id_token_signed_response_alg: "ES256", dpop_bound_access_tokens: requiresDpop },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], userinfoSigningAlgValues: ["ES256"] },
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    scopes: ["openid", "offline_access", ...scopes],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email"] },
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => ({ sub: login, name: login, preferred_username: login, email: `${login}@people.example` }),
    }),
    interactions: { url: (_context, { uid }) => `${path}/interaction/${uid}` },
    pkce: { required: () => true },
    expiresWithSession: () => false,
    issueRefreshToken: (_context, client) => manners.givesRefreshTokens && client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: () => manners.rotates,
    ttl: {
      AccessToken: () => manners.accessTokenTtl,
      ClientCredentials: () => manners.accessTokenTtl,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    renderError: (context, out) => {
      context.type = "html";
      context.body = page("Error", `<p>${out.error}</p>`);
    },
    fetch: (url, init) => documentOr(options.metadataDocuments ?? {}, url, init),
    features: features(options, manners, scopes),
  };
}

function features(
  options: AuthorizationServerOptions,
  manners: Manners,
  scopes: readonly string[],
): Configuration["features"] {
  const { registration = true, metadataDocuments, requiresPar = false } = options;
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (context, form, _out, error) => {
        context.body = page(
          "Enter the code",
          `${error ? "<p>Not right.</p>" : ""}${form}${button("op.deviceInputForm")}`,
        );
      },
      userCodeConfirmSource: (context, form, _client, _device, userCode) => {
        context.body = page("Confirm the device", `<p>${userCode}</p>${form}${button("op.deviceConfirmForm")}`);
      },
      successSource: (context) => {
        context.body = page("Done", "<p>You can close this page.</p>");
      },
    },
    introspection: { enabled: true },
    revocation: { enabled: true },
    registration: { enabled: registration },
    registrationManagement: { enabled: registration, rotateRegistrationAccessToken: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: requiresPar },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => manners.wantsNonce },
    ...(metadataDocuments ? { clientIdMetadataDocument: { enabled: true, ack: "draft-02" } } : {}),
    resourceIndicators: {
      enabled: true,
      // Otherwise a refresh that names no resource yields a token for the userinfo endpoint alone.
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, resource) => ({
        scope: scopes.join(" "),
        audience: resource,
        accessTokenTTL: manners.accessTokenTtl,
        accessTokenFormat: "opaque",
      }),
    },
    rpInitiatedLogout: { enabled: false },
  };
}

const button = (form: string): string => `<button type="submit" form="${form}">Continue</button>`;

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid: "1" };
}

async function documentOr(
  documents: Readonly<Record<string, object>>,
  url: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const document = documents[url instanceof Request ? url.url : url.toString()];
  return document === undefined ? fetch(url, init) : Response.json(document);
}
