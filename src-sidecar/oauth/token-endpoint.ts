import type { JsonWebKey } from "node:crypto";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { ask, bodyText, retryAfterMs, unreachable } from "./ask.ts";
import { dpopProof } from "./dpop.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Net, OAuthClient, Origin } from "./grant.ts";
import { parseMembers, textOf, valueAt, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { quoted } from "./quoted.ts";
import { refusalOf, unusableAnswer } from "./refusal.ts";
import { FLOW_PARAMETERS } from "./server-metadata.ts";
import { proveClient } from "./token-request.ts";

/** One request of a client to its authorization server. */
export interface ClientRequest {
  readonly server: AuthServer;
  readonly client: OAuthClient;
  readonly quirks: ProviderQuirks;
  readonly url: string;
  readonly parameters: Readonly<Record<string, string | null>>;
  /** The key that the token is or will be bound to. */
  readonly dpopKey?: JsonWebKey | null;
  /** Whether what admins add to token requests belongs to it. */
  readonly isTokenRequest?: boolean;
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
  const first = await sendForm(kit, request);
  const isNonceAsked = first.status >= 400 && textOf(parseMembers(first.body) ?? {}, "error") === "use_dpop_nonce";
  const canRepeat = isNonceAsked && request.dpopKey && kit.nonces.find(request.url) !== undefined;
  return readAnswer(kit, request, canRepeat ? await sendForm(kit, request) : first);
}

/** What came back, unread. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends once. @throws {OAuthError} as `ask`. */
export async function sendForm(kit: Kit, request: ClientRequest): Promise<Answer> {
  const { server, client, quirks, url, dpopKey } = request;
  assertOwn(client, server);
  const body = parametersOf(request);
  const headers = new Headers({ accept: "application/json" });
  proveClient(kit, client, { body, headers });
  const isJson = quirks.bodyFormat === "json";
  headers.set("content-type", isJson ? "application/json" : "application/x-www-form-urlencoded");
  if (dpopKey) headers.set("dpop", dpopProof(kit, { key: dpopKey, method: "POST", url }));
  const text = isJson ? JSON.stringify(Object.fromEntries(body)) : body.toString();
  const origin = originOfServer(kit.net, server);
  const response = await ask(kit.net, url, { method: "POST", headers, body: text }, origin);
  kit.nonces.note(url, response.headers.get("dpop-nonce"));
  return { status: response.status, headers: response.headers, body: await bodyText(response) };
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

function parametersOf({ parameters, quirks, isTokenRequest }: ClientRequest): URLSearchParams {
  const added = isTokenRequest ? Object.entries(quirks.tokenParams ?? {}) : [];
  const body = new URLSearchParams(added.filter(([name]) => !OWN.has(name)));
  for (const [name, value] of Object.entries(parameters)) if (value !== null) body.set(name, value);
  return body;
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

function readAnswer(kit: Kit, request: ClientRequest, { status, headers, body }: Answer): Members {
  const { quirks, url } = request;
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
    throw refusalOf({ host, status, members, quirks, secrets: secretsIn(request) });
  return members;
}

const SECRET = ["code", "code_verifier", "refresh_token", "device_code", "token"];

function secretsIn({ client, parameters }: ClientRequest): readonly string[] {
  const sent = [client.secret, ...SECRET.map((name) => parameters[name])];
  return sent.filter((text) => typeof text === "string" && text !== "").map(String);
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
