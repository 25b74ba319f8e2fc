import {
  allowInsecureRequests,
  customFetch,
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
  type Client,
} from "oauth4webapi";
import { ask, bodyText, unreachable } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, OAuthClient, RegistrationWish } from "./grant.ts";
import { judged } from "./judged-answer.ts";
import { numberOf, parseMembers, textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { HEADERS, serverView } from "./library-view.ts";
import { quoted } from "./quoted.ts";
import { unusableAnswer } from "./refusal.ts";
import { originOfServer } from "./token-endpoint.ts";
import { assertUrl } from "./url-rules.ts";

const METHODS = { none: "none", basic: "client_secret_basic", post: "client_secret_post" } as const;
type Method = keyof typeof METHODS;

/**
 * Registers a client of our own. It has no secret where the server lets it: what runs on a person's machine cannot keep one from them.
 *
 * @throws {OAuthError} `oauth_client_needed` where the server registers nobody, or not us; `oauth_unreachable`, `oauth_bad_answer`.
 * @see RFC 7591 §3
 */
export async function register(kit: Kit, server: AuthServer, wish: RegistrationWish): Promise<OAuthClient> {
  if (server.registrationUrl === null) throw clientNeeded("it registers nobody");
  const tries = triesFor(server, wish);
  for (const [index, one] of tries.entries()) {
    const { status, answer } = await post(kit, server, metadata(server, wish, one));
    if (status === 200 || status === 201)
      return clientOf(kit, server, { wish, method: one.method, answer: await regular(answer) });
    if (status === 429 || status >= 500) throw unreachable(`registration answered ${status}`);
    const error = textOf(answer ?? {}, "error");
    if (error === "invalid_client_metadata" && index + 1 < tries.length) continue;
    const said = textOf(answer ?? {}, "error_description");
    throw clientNeeded(`registration answered ${status}: ${quoted(error)} ${quoted(said)}`);
  }
  throw new Error("internal: a registration is tried at least once");
}

async function post({ net }: Kit, server: AuthServer, content: Partial<Client>) {
  const response = await dynamicClientRegistrationRequest(serverView(server), content, {
    headers: HEADERS,
    [allowInsecureRequests]: true, // The address was judged, and is judged again when it is asked.
    [customFetch]: (url, { method, headers, body }) =>
      ask(net, url, { method, headers, body }, originOfServer(net, server)),
  });
  return { status: response.status, answer: parseMembers(await bodyText(response)) };
}

/** The answer as RFC 7591 has it: without what is null or empty, with the end of a secret, which may be never; judged by the library. */
async function regular(answer: Members | null): Promise<Members> {
  const given = Object.entries(answer ?? {}).filter(([, value]) => value !== null && value !== "");
  const members = { ...Object.fromEntries(given), client_secret_expires_at: secretExpiry(answer ?? {}) };
  return judged("the registration", processDynamicClientRegistrationResponse(Response.json(members, { status: 201 })));
}

interface Try {
  readonly method: Method;
  readonly scopes: readonly string[];
}

/**
 * Some servers let a client ask for the scopes that it registered with and for no other, so all that the server has are named first: a
 * step up would need another registration otherwise. They are only asked for when they are needed.
 */
function triesFor(server: AuthServer, wish: RegistrationWish): readonly Try[] {
  const wide = [...new Set([...wish.scopes, ...(server.scopes ?? [])])];
  const narrow = methodsFor(server, wish).map((method) => ({ method, scopes: wish.scopes }));
  return wide.length === wish.scopes.length
    ? narrow
    : [...narrow.slice(0, 1).map((one) => ({ ...one, scopes: wide })), ...narrow];
}

/** How a secret is shown that was not asked for. @see RFC 8414 §2 */
export function secretMethod({ authMethods }: AuthServer): Method {
  const isPostOnly = authMethods?.includes(METHODS.post) && !authMethods.includes(METHODS.basic);
  return isPostOnly ? "post" : "basic";
}

function methodsFor({ authMethods }: AuthServer, { owner }: RegistrationWish): readonly Method[] {
  const all: readonly Method[] = owner === "org" ? ["basic", "post"] : ["none", "basic", "post"];
  if (authMethods === null) return all.slice(0, 2);
  const known = all.filter((method) => authMethods.includes(METHODS[method]));
  return known.length === 0 ? all.slice(0, 1) : known.slice(0, 2);
}

function metadata(server: AuthServer, wish: RegistrationWish, { method, scopes }: Try): Partial<Client> {
  const isMember = wish.owner === "member";
  const device = "urn:ietf:params:oauth:grant-type:device_code";
  const hasDevice = server.deviceUrl !== null && (server.grantTypes?.includes(device) ?? true);
  const grants = isMember
    ? ["authorization_code", "refresh_token", ...(hasDevice ? [device] : [])]
    : ["client_credentials"];
  return {
    client_name: wish.clientName,
    ...(isMember ? { redirect_uris: [wish.redirectUri], response_types: ["code"], application_type: "native" } : {}),
    ...(isMember ? {} : { redirect_uris: [], response_types: [] }),
    grant_types: grants,
    token_endpoint_auth_method: METHODS[method],
    ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
  };
}

interface Registered {
  readonly wish: RegistrationWish;
  readonly method: Method;
  readonly answer: Members;
}

function clientOf(kit: Kit, server: AuthServer, { wish, method, answer }: Registered): OAuthClient {
  const id = textOf(answer, "client_id");
  if (id === null || !/^[\x20-\x7e]{1,2048}$/.test(id))
    throw unusableAnswer("the registration's client_id cannot be sent", "transient");
  const secret = textOf(answer, "client_secret");
  if (secret !== null && !/^[\x20-\x7e]{1,16384}$/.test(secret))
    throw unusableAnswer("the registration's secret cannot be sent", "transient");
  return {
    issuer: server.issuer,
    id,
    secret,
    auth: methodOf(server, { method, answer }, secret !== null),
    by: "dynamic",
    redirectUri: wish.owner === "member" ? wish.redirectUri : null,
    management: managementOf(kit, server, answer),
    registeredAt: kit.clock.now(),
    secretExpiresAt: secret === null ? null : secretExpiry(answer) * 1000 || null,
  };
}

/** What the answer says counts, whatever was asked for. @see RFC 7591 §3.2.1 */
function methodOf(
  server: AuthServer,
  { method, answer }: Pick<Registered, "method" | "answer">,
  hasSecret: boolean,
): Method {
  if (!hasSecret) return "none";
  const named = textOf(answer, "token_endpoint_auth_method");
  const known = (["none", "basic", "post"] as const).find((one) => METHODS[one] === named);
  if (known !== undefined) return known;
  if (named !== null) throw unusableAnswer(`the registration wants ${quoted(named)}`, "config");
  return method === "none" ? secretMethod(server) : method;
}

function managementOf(kit: Kit, server: AuthServer, answer: Members): OAuthClient["management"] {
  const [url, token] = [textOf(answer, "registration_client_uri"), textOf(answer, "registration_access_token")];
  if (url === null || token === null || !/^[\x21-\x7e]{1,16384}$/.test(token)) return null;
  try {
    return { url: assertUrl(kit.net, url, "registration_client_uri", originOfServer(kit.net, server)), token };
  } catch {
    return null; // Then it is not deleted in the end, which is all that it would be for.
  }
}

/** In seconds since the Unix epoch. Zero is never; so is what is missing. */
function secretExpiry(answer: Members): number {
  return Math.max(0, numberOf(answer, "client_secret_expires_at") ?? 0);
}

function clientNeeded(detail: string): OAuthError {
  return new OAuthError(
    "oauth_client_needed",
    "config",
    "This authorization server wants an app that somebody creates there first.",
    { detail, hint: "An admin creates an app there and enters its id in the provider's settings." },
  );
}
