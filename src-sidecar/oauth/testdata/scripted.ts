import { createManualClock, type ManualClock } from "../../../testkit/clock.ts";
import { createWorld, type World, type WorldAnswer } from "../../../testkit/oauth/world.ts";
import { OAuthError } from "../error.ts";
import type { AskWith, AuthServer, Grant, OAuthClient, PendingAuthorization, Protocol } from "../grant.ts";
import { createProtocol } from "../protocol.ts";

export const ISSUER = "https://as.example";
export const RESOURCE = "https://mcp.example/mcp";
export const REDIRECT = "http://127.0.0.1:49152/callback";
export const TOKEN_URL = `${ISSUER}/token`;
const PRM = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
const METADATA = `${ISSUER}/.well-known/oauth-authorization-server`;

/** An honest server's description of itself; a test makes it less so. */
export const HONEST = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: TOKEN_URL,
  registration_endpoint: `${ISSUER}/register`,
  code_challenge_methods_supported: ["S256"],
  authorization_response_iss_parameter_supported: true,
};

/** An answer with a token in which nothing is unusual. */
export const TOKEN = { access_token: "access-1", token_type: "Bearer", expires_in: 3600, refresh_token: "refresh-1" };

/** A protocol in an internet of its own. */
export interface Scripted {
  readonly world: World;
  readonly clock: ManualClock;
  readonly protocol: Protocol;
  /** Finds the resource's server. */
  discover(): Promise<AuthServer>;
  begin(more?: Partial<AskWith>): Promise<{ readonly url: string; readonly pending: PendingAuthorization }>;
  /** Comes back with a code, as an honest server sends a person back. */
  connect(more?: Partial<AskWith>): Promise<Grant>;
}

/** @param metadata What changes in the description of the authorization server. */
export function scripted(metadata: object = {}, world: World = createWorld()): Scripted {
  world
    .on(`GET ${PRM}`, { body: { resource: RESOURCE, authorization_servers: [ISSUER] } })
    .on(`GET ${METADATA}`, { body: { ...HONEST, ...metadata } })
    .on(`POST ${ISSUER}/register`, { status: 201, body: { client_id: "client-1" } })
    .on(`POST ${TOKEN_URL}`, { body: TOKEN });
  const clock = createManualClock();
  const protocol = createProtocol({ net: world.net, clock, clientMetadataUrl: () => null });
  const discover = async (quirks = {}): Promise<AuthServer> => {
    const { issuers, origin } = await protocol.findResource(RESOURCE, null);
    return protocol.loadServer(issuers[0] ?? "", quirks, origin);
  };
  const begin: Scripted["begin"] = async (more = {}) => {
    const server = more.server ?? (await discover(more.quirks));
    const ask = { server, client: clientAt(server.issuer), quirks: {}, scopes: ["read"], resource: RESOURCE, ...more };
    return protocol.beginCode({ ...ask, redirectUri: REDIRECT });
  };
  const connect: Scripted["connect"] = async (more) => {
    const { pending } = await begin(more);
    return protocol.finishCode(pending, returned(pending));
  };
  return { world, clock, protocol, discover, begin, connect };
}

/** A public client of an issuer. */
export function clientAt(issuer: string, more: Partial<OAuthClient> = {}): OAuthClient {
  const facts = { issuer, id: "client-1", secret: null, auth: "none", by: "dynamic", redirectUri: REDIRECT } as const;
  return { ...facts, management: null, registeredAt: 0, secretExpiresAt: null, ...more };
}

/** The query with which an honest server sends a person back. */
export function returned({ state, server }: PendingAuthorization, more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({ code: "code-1", state, iss: server.issuer, ...more });
}

/** A protocol whose server answers the token endpoint with this, and the grant that it makes of it. */
export function answering(answer: WorldAnswer, more: Partial<AskWith> = {}): Promise<Grant> {
  const { world, connect } = scripted();
  world.on(`POST ${TOKEN_URL}`, answer);
  return connect(more);
}

/** The error that something ends with. */
export async function errorOf(work: Promise<unknown>): Promise<OAuthError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OAuthError) return error;
  throw new Error("an OAuthError was expected", { cause: error });
}
