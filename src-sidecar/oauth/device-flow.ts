import { deviceAuthorizationRequest, deviceCodeGrantRequest, processDeviceAuthorizationResponse } from "oauth4webapi";
import { newDpopKey } from "./dpop.ts";
import { OAuthError } from "./error.ts";
import type { AskWith, Grant, PendingDevice } from "./grant.ts";
import { judged } from "./judged-answer.ts";
import { numberOf, textOf, type Members } from "./json-members.ts";
import type { Kit } from "./kit.ts";
import { clientView, serverView } from "./library-view.ts";
import { ofSignIn, unusableAnswer } from "./refusal.ts";
import { scopeParameter } from "./scopes.ts";
import { wantsDpop } from "./code-flow.ts";
import { grantOf } from "./token-answer.ts";
import { askServer, originOfServer, parameters, tokenParameters, type ClientRequest } from "./token-endpoint.ts";
import { assertUrl } from "./url-rules.ts";

const SLOWER_MS = 5000;
const SHORTEST_INTERVAL_MS = 1000; // A server that wants to be asked a thousand times a second would keep this machine busy.
const LONGEST_INTERVAL_MS = 60_000;

/**
 * Asks for a code that a person enters on any device. The address that has the code in it already is left alone: whoever is shown it
 * would confirm what they have not read.
 *
 * @throws {OAuthError} `oauth_discovery_failed` where the server has no device codes, `oauth_insecure_url`, `oauth_bad_answer`.
 * @see RFC 8628 §3.1, §5.4
 */
export async function beginDevice(kit: Kit, ask: AskWith): Promise<PendingDevice> {
  const { server, client, quirks, resource, scopes, nameSource } = ask;
  if (server.deviceUrl === null)
    throw new OAuthError("oauth_discovery_failed", "config", "The authorization server has no device codes.", {
      hint: "Connect in the browser on the machine that Gatehouse runs on.",
    });
  const wish = parameters({ scope: scopeParameter(scopes, quirks), resource });
  const send: ClientRequest["send"] = (to) => deviceAuthorizationRequest(to.as, to.client, to.auth, wish, to.options);
  const answer = await askServer(kit, { server, client, quirks, send }).catch((error: unknown) => {
    throw ofDevice(error);
  });
  const view = clientView(kit, client.id);
  const work = processDeviceAuthorizationResponse(serverView(server), view, Response.json(regular(answer)));
  const { device_code, user_code, verification_uri, expires_in, interval = 5 } = await judged("a device's code", work);
  if (!/^[\x20-\x7e]{1,64}$/.test(user_code)) throw unusableAnswer("a device's code cannot be shown", "transient");
  return {
    ...{ server, client, quirks, resource, scopes, nameSource, deviceCode: device_code, userCode: user_code },
    verificationUrl: assertUrl(kit.net, verification_uri, "verification_uri", originOfServer(kit.net, server)),
    intervalMs: between(SHORTEST_INTERVAL_MS, interval * 1000, LONGEST_INTERVAL_MS),
    expiresAt: kit.clock.now() + expires_in * 1000,
    dpopKey: wantsDpop(ask) ? await newDpopKey() : null,
  };
}

/** Some servers have device codes, and kinds of apps that may not use them: the app itself is fine then. */
function ofDevice(error: unknown): unknown {
  if (!(error instanceof OAuthError) || error.code !== "oauth_client_refused") return error;
  const { detail, said } = error;
  const message = "The provider does not let this app use device codes.";
  const hint = "Connect in the browser; or an admin can look at the provider which kind of app may use them.";
  return new OAuthError("oauth_client_refused", "config", message, {
    detail,
    hint,
    cause: error,
    ...(said && { said }),
  });
}

type Polled =
  | { readonly kind: "pending"; readonly intervalMs: number }
  | { readonly kind: "granted"; readonly grant: Grant };

/**
 * Asks once whether the person has answered. A server that cannot be reached is asked again, more slowly.
 *
 * @throws {OAuthError} `oauth_denied`, `oauth_expired`, and what the exchange is refused with.
 * @see RFC 8628 §3.5
 */
export async function pollDevice(kit: Kit, pending: PendingDevice): Promise<Polled> {
  const { server, client, quirks, resource, deviceCode, dpopKey, intervalMs, expiresAt } = pending;
  if (kit.clock.now() >= expiresAt)
    throw new OAuthError("oauth_expired", "denied", "The sign-in took too long. Begin it again.");
  const additionalParameters = tokenParameters(quirks, { resource });
  const send: ClientRequest["send"] = ({ as, client, auth, options }) =>
    deviceCodeGrantRequest(as, client, auth, deviceCode, { ...options, additionalParameters });
  const request = { server, client, quirks, send, dpopKey };
  try {
    return { kind: "granted", grant: await grantOf(kit, await askServer(kit, request), pending) };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (error.said === "authorization_pending") return { kind: "pending", intervalMs };
    if (error.said === "slow_down") return slower(intervalMs + SLOWER_MS);
    if (error.verdict === "transient") return slower(Math.max(2 * intervalMs, error.retryAfterMs ?? 0));
    throw ofSignIn(error);
  }
}

function slower(intervalMs: number): Polled {
  return { kind: "pending", intervalMs: Math.min(intervalMs, LONGEST_INTERVAL_MS) };
}

/** As RFC 8628 section 3.2 has it. Some name the address otherwise, and write numbers as texts or not at all. */
function regular(answer: Members): object {
  return {
    device_code: textOf(answer, "device_code"),
    user_code: textOf(answer, "user_code"),
    verification_uri: textOf(answer, "verification_uri") ?? textOf(answer, "verification_url"),
    expires_in: seconds(answer, "expires_in") ?? 600,
    interval: seconds(answer, "interval") ?? 5,
  };
}

function seconds(answer: Members, name: string): number | null {
  const value = numberOf(answer, name) ?? 0;
  return value > 0 && value <= 86_400 ? value : null;
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
