import type { JsonWebKey } from "node:crypto";
import {
  allowInsecureRequests,
  customFetch,
  type AuthorizationServer,
  type Client,
  type ClientAuth,
  type CustomFetchOptions,
  type TokenEndpointRequestOptions,
} from "oauth4webapi";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { ask, bodyText, retryAfterMs, unreachable } from "./ask.ts";
import { dpopHandle } from "./dpop.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Net, OAuthClient, Origin } from "./grant.ts";
import { parseMembers, textOf, valueAt, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { clientView, HEADERS, serverView } from "./library-view.ts";
import { quoted } from "./quoted.ts";
import { refusalOf, unusableAnswer } from "./refusal.ts";
import { FLOW_PARAMETERS } from "./server-metadata.ts";
import { clientAuth } from "./token-request.ts";

/** One request of a client to its authorization server. */
export interface ClientRequest {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  /** Has the library send it. */
  readonly send: (to: Sending) => Promise<Response>;
  /** The key that the token is or will be bound to. */
  readonly dpopKey?: JsonWebKey | null;
}

/** What a function of the library sends a request with. */
export interface Sending {
  readonly as: AuthorizationServer;
  readonly client: Client;
  readonly auth: ClientAuth;
  readonly options: Omit<TokenEndpointRequestOptions, "additionalParameters">;
}

/** From where a server's addresses were learned. They were judged when it was loaded, and are judged again at each request. */
export function originOfServer(net: Net, server: AuthServer): Origin {
  return net.originOf(server.aliasOf ?? server.issuer);
}

/**
 * Asks once, and once more where a nonce was asked for: nothing was done then.
 *
 * @throws {OAuthError} what the server's answer means, and as `ask`.
 */
export async function askServer(kit: Kit, request: ClientRequest): Promise<Members> {
  const first = await sendOnce(kit, request);
  const isNonceAsked = first.status >= 400 && textOf(parseMembers(first.body) ?? {}, "error") === "use_dpop_nonce";
  const canRepeat = isNonceAsked && request.dpopKey && kit.nonces.find(first.url) !== undefined;
  return readAnswer(kit, request, canRepeat ? await sendOnce(kit, request) : first);
}

/** What came back, unread. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** What was sent and is secret: a server may say it back. */
  readonly secrets: readonly string[];
}

/** Sends once. @throws {OAuthError} as `ask`. */
export async function sendOnce(kit: Kit, request: ClientRequest): Promise<Answer> {
  const { server, client, dpopKey } = request;
  assertOwn(client, server);
  const sent: { url: string; secrets: readonly string[] } = { url: server.tokenUrl, secrets: [] };
  const response = await request.send({
    // It is the client's own server, by whichever of its names it is known to the client.
    as: { ...serverView(server), issuer: client.issuer },
    client: clientView(kit, client.id),
    auth: clientAuth(client),
    options: {
      headers: HEADERS,
      ...(dpopKey ? { DPoP: await dpopHandle(kit, dpopKey) } : {}),
      [allowInsecureRequests]: true, // Each address was judged, and is judged again when it is asked.
      [customFetch]: async (url, init) => {
        sent.url = url;
        sent.secrets = secretsIn(client, init.body);
        return post(kit, request, url, init);
      },
    },
  });
  return { ...sent, status: response.status, headers: response.headers, body: await bodyText(response) };
}

/** As the library has it, in the form that the server reads. */
async function post(
  kit: Kit,
  { server, quirks }: ClientRequest,
  url: string,
  { body, headers }: Pick<CustomFetchOptions<"POST", URLSearchParams>, "body" | "headers">,
): Promise<Response> {
  const isJson = quirks.bodyFormat === "json";
  const init = isJson
    ? { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(Object.fromEntries(body)) }
    : { headers, body: body.toString() };
  const response = await ask(kit.net, url, { method: "POST", ...init }, originOfServer(kit.net, server));
  kit.nonces.note(url, response.headers.get("dpop-nonce"));
  return response;
}

/**
 * A client is nobody to any other server than its own.
 *
 * @throws {OAuthError} `oauth_issuer_changed`; nothing was sent.
 */
export function assertOwn(client: OAuthClient, server: AuthServer): void {
  if (client.issuer === server.issuer || client.issuer === server.aliasOf) return;
  throw new OAuthError(
    "oauth_issuer_changed",
    "security",
    "The server now names another authorization server than the one that its app belongs to. Nothing was sent.",
    { detail: `the app belongs to ${quoted(client.issuer)}, named was ${quoted(server.issuer)}` },
  );
}

/** The parameters of a token request, with what an admin adds to them. */
export function tokenParameters(
  { tokenParams = {} }: ProviderQuirks,
  own: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const added = Object.entries(tokenParams).filter(([name]) => !OWN.has(name));
  return parameters({ ...Object.fromEntries(added), ...own });
}

/** Those that are there. */
export function parameters(values: Readonly<Record<string, string | null>>): URLSearchParams {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== null) given.set(name, value);
  return given;
}

/** What an admin's further parameters never replace. */
const OWN: ReadonlySet<string> = new Set([
  ...FLOW_PARAMETERS,
  "grant_type",
  "code",
  "code_verifier",
  "refresh_token",
  "device_code",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
]);

function readAnswer(kit: Kit, { quirks }: ClientRequest, answer: Answer): Members {
  const { url, status, headers, body, secrets } = answer;
  const { host } = new URL(url);
  const waitMs = retryAfterMs(headers, kit.clock.now());
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  if (status === 429 || status === 408 || status >= 500) throw unreachable(`${host} answered ${status}`, wait);
  const members = parseMembers(body) ?? parseForm(headers, body);
  // A page of a captive portal, a redirect to one, a proxy's own error: nothing that the server itself said.
  if (members === null || (status >= 300 && status < 400))
    throw unusableAnswer(`${host} answered ${status}`, "transient");
  const error = textOf(members, "error");
  const isRefused = status >= 300 || (quirks.okPath !== undefined && valueAt(members, quirks.okPath) === false);
  if (isRefused || (error !== null && !hasToken(members, quirks)))
    throw refusalOf({ host, status, members, quirks, secrets });
  return members;
}

const SECRET = ["code", "code_verifier", "refresh_token", "device_code", "token", "client_assertion"];

function secretsIn(client: OAuthClient, body: URLSearchParams): readonly string[] {
  const sent = [client.secret, ...SECRET.map((name) => body.get(name))];
  return sent.filter((text) => text !== null).filter((text) => text !== "");
}

function hasToken(members: Members, quirks: ProviderQuirks): boolean {
  const path = quirks.tokenPath === undefined ? "access_token" : `${quirks.tokenPath}.access_token`;
  return typeof valueAt(members, path) === "string";
}

/** Some answer as forms are written, whatever was asked for. */
function parseForm(headers: Headers, body: string): Members | null {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/x-www-form-urlencoded" && type !== "text/plain") return null;
  if (!/^[\x21-\x7e]+$/.test(body) || !/(?:^|&)(?:access_token|error)=/.test(body)) return null;
  return Object.fromEntries(new URLSearchParams(body));
}
