import { ask, bodyText, unreachable } from "./ask.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, OAuthClient, RegistrationWish } from "./grant.ts";
import { parseMembers, textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { quoted } from "./quoted.ts";
import { unusableAnswer } from "./refusal.ts";
import { originOfServer } from "./token-endpoint.ts";
import { assertUrl } from "./url-rules.ts";

const METHODS = { none: "none", basic: "client_secret_basic", post: "client_secret_post" } as const;
type Method = OAuthClient["auth"];

/**
 * Registers a client of our own. It has no secret where the server lets it: what runs on a person's machine cannot keep one from them.
 *
 * @throws {OAuthError} `oauth_client_needed` where the server registers nobody, or not us; `oauth_unreachable`, `oauth_bad_answer`.
 * @see RFC 7591 §3
 */
export async function register(kit: Kit, server: AuthServer, wish: RegistrationWish): Promise<OAuthClient> {
  if (server.registrationUrl === null) throw clientNeeded("it registers nobody");
  const methods = methodsFor(server, wish);
  for (const [index, method] of methods.entries()) {
    const init = {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(metadata(server, wish, method)),
    };
    const response = await ask(kit.net, server.registrationUrl, init, originOfServer(kit.net, server));
    const answer = parseMembers(await bodyText(response));
    if (response.status === 200 || response.status === 201) return clientOf(kit, server, { wish, method, answer });
    if (response.status === 429 || response.status >= 500)
      throw unreachable(`registration answered ${response.status}`);
    const error = textOf(answer ?? {}, "error");
    if (error === "invalid_client_metadata" && index + 1 < methods.length) continue;
    const said = textOf(answer ?? {}, "error_description");
    throw clientNeeded(`registration answered ${response.status}: ${quoted(error)} ${quoted(said)}`);
  }
  throw new Error("internal: a registration has at least one method");
}

/** What a registered app proves itself with: the provider's settings say it, else the server, else the specification. */
export function authOf(server: AuthServer, wanted: Method | undefined, hasSecret: boolean): Method {
  if (!hasSecret) return "none";
  if (wanted !== undefined) return wanted;
  const { authMethods } = server;
  const isPostOnly = authMethods?.includes(METHODS.post) && !authMethods.includes(METHODS.basic);
  return isPostOnly ? "post" : "basic";
}

function methodsFor({ authMethods }: AuthServer, { owner }: RegistrationWish): readonly Method[] {
  const all: readonly Method[] = owner === "org" ? ["basic", "post"] : ["none", "basic", "post"];
  if (authMethods === null) return all.slice(0, 2);
  const known = all.filter((method) => authMethods.includes(METHODS[method]));
  return known.length === 0 ? all.slice(0, 1) : known.slice(0, 2);
}

function metadata(server: AuthServer, wish: RegistrationWish, method: Method): object {
  const isMember = wish.owner === "member";
  const device = "urn:ietf:params:oauth:grant-type:device_code";
  const hasDevice = server.deviceUrl !== null && server.grantTypes?.includes(device) === true;
  const grants = isMember
    ? ["authorization_code", "refresh_token", ...(hasDevice ? [device] : [])]
    : ["client_credentials"];
  return {
    client_name: wish.clientName,
    ...(isMember ? { redirect_uris: [wish.redirectUri], response_types: ["code"], application_type: "native" } : {}),
    ...(isMember ? {} : { redirect_uris: [], response_types: [] }),
    grant_types: grants,
    token_endpoint_auth_method: METHODS[method],
    ...(wish.scopes.length === 0 ? {} : { scope: wish.scopes.join(" ") }),
  };
}

interface Registered {
  readonly wish: RegistrationWish;
  readonly method: Method;
  readonly answer: Members | null;
}

function clientOf(kit: Kit, server: AuthServer, { wish, method, answer }: Registered): OAuthClient {
  const id = textOf(answer ?? {}, "client_id");
  if (answer === null || id === null || !/^[\x20-\x7e]{1,2048}$/.test(id))
    throw unusableAnswer("the registration has no client_id", "transient");
  const secret = textOf(answer, "client_secret");
  return {
    issuer: server.issuer,
    id,
    secret,
    auth: methodOf(server, { method, answer }, secret !== null),
    by: "dynamic",
    redirectUri: wish.owner === "member" ? wish.redirectUri : null,
    management: managementOf(kit, server, answer),
    registeredAt: kit.clock.now(),
    secretExpiresAt: secret === null ? null : secretExpiry(answer),
  };
}

/** What the answer says counts, whatever was asked for. @see RFC 7591 §3.2.1 */
function methodOf(
  server: AuthServer,
  { method, answer }: Pick<Registered, "method"> & { answer: Members },
  hasSecret: boolean,
): Method {
  if (!hasSecret) return "none";
  const named = textOf(answer, "token_endpoint_auth_method");
  const known = (["none", "basic", "post"] as const).find((one) => METHODS[one] === named);
  if (known !== undefined) return known;
  if (named !== null) throw unusableAnswer(`the registration wants ${quoted(named)}`, "config");
  return method === "none" ? authOf(server, undefined, true) : method;
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

/** Zero is for ever; so is what is missing. */
function secretExpiry(answer: Members): number | null {
  const seconds = Number(answer["client_secret_expires_at"] ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function clientNeeded(detail: string): OAuthError {
  return new OAuthError(
    "oauth_client_needed",
    "config",
    "This authorization server wants an app that somebody creates there first.",
    { detail, hint: "An admin creates an app there and enters its id in the provider's settings." },
  );
}
