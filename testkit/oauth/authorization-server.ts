import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Provider, type KoaContextWithOIDC } from "oidc-provider";
import { createMemoryStorage, type MemoryStorage } from "./memory-adapter.ts";
import { createMischiefs, type Mischief } from "./mischief.ts";
import { createConfiguration, type AuthorizationServerOptions, type Manners } from "./provider-config.ts";
import { createSignInPages } from "./sign-in-pages.ts";

/** A token request that was answered. */
export interface TokenRequest {
  readonly grantType: string;
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
  readonly resource: string | undefined;
  /** `ok`, or the error of the answer. */
  readonly outcome: string;
}

/** An access token that is good. */
export interface TokenFacts {
  /** Null: the client's own, of client credentials. */
  readonly login: string | null;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The resource that it is for; null: none was asked for. */
  readonly audience: string | null;
  /** Thumbprint of the key that it is bound to. */
  readonly jkt: string | null;
}

/** A real authorization server on 127.0.0.1 that believes whoever signs in. */
export interface AuthorizationServer extends AsyncDisposable {
  readonly issuer: string;
  /** Answers `{"login": …}` to whoever brings a good token, whatever it is for: an API of before resource indicators. */
  readonly apiUrl: string;
  /** What can change while it runs. */
  readonly manners: Manners;
  /** Every request: `POST /token` and so on, without queries and without the path of the issuer. */
  readonly requests: readonly string[];
  readonly tokenRequests: readonly TokenRequest[];
  /** Every token that it gave out, of any kind, for tests that look for them where they must not be. */
  readonly issued: readonly string[];
  /** The query of each authorization request that came by browser. */
  readonly authorizations: readonly URLSearchParams[];
  /** What an access token is; null where it is not good. */
  check(token: string): Promise<TokenFacts | null>;
  /** Ends everything that a person allowed, as if they had done so on the provider's pages. */
  revoke(login: string): void;
  /** Ends all access tokens before their time; refresh tokens stay good. */
  expireAccessTokens(): void;
  /** Forgets the clients that registered themselves. */
  forgetClients(): void;
  /** Treats the next requests for a path such as `/token` badly. */
  disturb(path: string, mischief: Mischief, times?: number): void;
  close(): Promise<void>;
}

/** Starts an authorization server with all that `oidc-provider` has. */
export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const { accessTokenTtl = 3600, rotates = true, givesRefreshTokens = true, wantsNonce = false } = options;
  const manners: Manners = { accessTokenTtl, rotates, givesRefreshTokens, wantsNonce };
  // The issuer holds the port, so the port is taken before there is anything to answer with.
  const http = createServer().listen(options.port ?? 0, "127.0.0.1");
  await once(http, "listening");
  const origin = originOf(http);
  const storage = createMemoryStorage();
  const provider = new Provider(
    `${origin}${options.path ?? ""}`,
    createConfiguration(options, manners, storage.adapter),
  );
  const tokenRequests: TokenRequest[] = [];
  const issued: string[] = [];
  provider.on("grant.success", (context) => {
    tokenRequests.push(noteOf(context, "ok"));
    const { access_token, refresh_token } = context.body as Readonly<Record<string, unknown>>; // A token answer is an object.
    issued.push(...[access_token, refresh_token].filter((one) => typeof one === "string"));
  });
  provider.on("grant.error", (context, error) => tokenRequests.push(noteOf(context, error.error)));
  const check = createCheck(provider);
  const door = createDoor(provider, options.path ?? "", check);
  http.on("request", (request, response) => void door.handle(request, response));
  const close = async (): Promise<void> => {
    http.closeAllConnections();
    if (http.listening) await new Promise<void>((resolve) => http.close(() => resolve()));
  };
  return {
    issuer: provider.issuer,
    apiUrl: `${origin}/api/me`,
    manners,
    requests: door.requests,
    tokenRequests,
    issued,
    authorizations: door.authorizations,
    check,
    ...createRevocations(storage, options),
    disturb: door.disturb,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function originOf(http: Server): string {
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return `http://127.0.0.1:${address.port}`;
}

function createRevocations(
  storage: MemoryStorage,
  { clients = [] }: AuthorizationServerOptions,
): Pick<AuthorizationServer, "revoke" | "expireAccessTokens" | "forgetClients"> {
  const created = new Set(clients.map(({ client_id }) => client_id));
  return {
    revoke: (login) => storage.forget((model, { accountId }) => model !== "Session" && accountId === login),
    expireAccessTokens: () => storage.forget((model) => model === "AccessToken" || model === "ClientCredentials"),
    forgetClients: () =>
      storage.forget((model, payload) => model === "Client" && !created.has(String(payload["client_id"]))),
  };
}

function noteOf({ oidc }: KoaContextWithOIDC, outcome: string): TokenRequest {
  const text = (name: string): string | undefined => {
    const value = oidc.params?.[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    grantType: text("grant_type") ?? "",
    clientId: oidc.entities.Client?.clientId ?? text("client_id"),
    scope: text("scope"),
    resource: text("resource"),
    outcome,
  };
}

function createCheck(provider: Provider): AuthorizationServer["check"] {
  return async (token) => {
    // What has run out is gone from the storage to the millisecond; the library counts in whole seconds.
    const exactly = { ignoreExpiration: true };
    const person = await provider.AccessToken.find(token, exactly);
    const found = person ?? (await provider.ClientCredentials.find(token, exactly));
    if (found?.clientId === undefined) return null;
    const audience = found.aud;
    return {
      login: person?.accountId ?? null,
      clientId: found.clientId,
      scopes: found.scope?.split(" ") ?? [],
      audience: typeof audience === "string" ? audience : null,
      jkt: found.jkt ?? null,
    };
  };
}

/** What listens in front of `oidc-provider`: its own pages, mischief, an API, and an issuer with a path. */
function createDoor(provider: Provider, path: string, check: AuthorizationServer["check"]) {
  const requests: string[] = [];
  const authorizations: URLSearchParams[] = [];
  const mischiefs = createMischiefs();
  const serve = provider.callback();
  const showPages = createSignInPages(provider);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", provider.issuer);
    const place = placeOf(url.pathname, path);
    requests.push(`${request.method} ${place}`);
    if (place === "/auth") authorizations.push(url.searchParams);
    if (mischiefs.meddle(place, request, response)) return;
    if (url.pathname === "/api/me") return showOwner(request, response, check);
    if (place.startsWith("/interaction/")) {
      await showPages(request, response).catch(() => response.writeHead(400).end("This sign-in is over."));
      return;
    }
    // How oidc-provider is told, as Express and its like do, that it is mounted below a path.
    Object.assign(request, { originalUrl: `${path}${place}${url.search}`, url: `${place}${url.search}` });
    await serve(request, response);
  };
  return { handle, requests, authorizations, disturb: mischiefs.disturb };
}

/** The path below the issuer's. A server without that path, or one that was asked where it is not, has what is not found. */
function placeOf(pathname: string, path: string): string {
  if (path === "") return pathname;
  // RFC 8414 section 3.1: the well-known part goes between the host and the issuer's path.
  if (pathname === `/.well-known/oauth-authorization-server${path}`) return "/.well-known/oauth-authorization-server";
  return pathname.startsWith(`${path}/`) ? pathname.slice(path.length) : "/nothing";
}

async function showOwner(
  { headers: { authorization = "" } }: IncomingMessage,
  response: ServerResponse,
  check: AuthorizationServer["check"],
): Promise<void> {
  const facts = await check(authorization.replace(/^Bearer /, ""));
  const body = facts ? { login: facts.login, client: facts.clientId, scopes: facts.scopes } : { error: "bad token" };
  response.writeHead(facts ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(body));
}
