import { hash } from "node:crypto";
import type { ProviderId } from "../../src-contract/ids.ts";
import type { ConnectOutput } from "../../src-contract/oauth.ts";
import type { Actor } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { Attempts } from "./attempts.ts";
import { boundIssuer, chooseClient, isDynamic, knownClient } from "./choose-client.ts";
import { findServer, type FindParts, type FoundServer } from "./find-server.ts";
import type { AskWith, OAuthClient } from "./grant.ts";
import { keeping, type KeepFor, type KeepParts } from "./keep-granted.ts";
import { loopbackWish, type Loopback, type Loopbacks } from "./loopback.ts";
import type { ProviderEntry } from "./oauth.ts";
import type { Timing } from "./parts.ts";

/** What accounts are connected with. */
export interface ConnectParts extends FindParts, KeepParts {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly attempts: Attempts;
  readonly loopbacks: Loopbacks;
  /** Forgets a dynamic registration: the next sign-in makes another one. */
  readonly forgetClient: (provider: ProviderEntry, client: OAuthClient) => Promise<void>;
}

/** What a person wants to connect. */
export interface ConnectWish {
  readonly providerId: ProviderId;
  readonly via: "browser" | "device";
  readonly issuer?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Begins to connect an account. The organization's own is connected when this resolves.
 *
 * @throws {OAuthError} as `findServer`, `chooseClient` and the protocol's beginnings; `oauth_port_busy`.
 */
export async function connect(parts: ConnectParts, wish: ConnectWish, by: Actor): Promise<ConnectOutput> {
  const provider = parts.providers.get(wish.providerId);
  const chosen = wish.issuer ?? (await boundIssuer(parts.clients, provider));
  const found = await findServer(parts, provider.config, chosen);
  if (found.kind === "choose") {
    const servers = found.issuers.map((issuer) => ({ issuer, host: new URL(issuer).host }));
    return { kind: "choose", servers };
  }
  const owner = provider.config.owner === "org" ? null : by.id;
  const flow: Flow = { provider, found, owner, by, scopes: scopesFor(parts, { provider, found, owner }, wish.scopes) };
  if (owner === null) return connectOrg(parts, flow);
  return wish.via === "device" ? connectDevice(parts, flow) : connectBrowser(parts, flow);
}

interface Flow extends KeepFor {
  readonly found: FoundServer;
  readonly scopes: readonly string[];
}

/** The provider's own, else what the resource asks for; and what a server missed since. */
function scopesFor(
  { accounts }: ConnectParts,
  { provider, found, owner }: Pick<Flow, "provider" | "found" | "owner">,
  more: readonly string[] = [],
): readonly string[] {
  const { scopes } = provider.config;
  const account = accounts.find(provider.id, owner);
  const isStepUp = account?.state.kind === "needs-reconnect" && account.state.reason === "scope";
  // All that was granted is asked for again: a narrower token would break what works.
  const before = isStepUp ? [...account.scopes, ...account.missingScopes] : [];
  return [...new Set([...(scopes.length > 0 ? scopes : (found.scopes ?? [])), ...before, ...more])];
}

async function connectOrg(parts: ConnectParts, flow: Flow): Promise<ConnectOutput> {
  const client = await chooseClient(parts.clients, flow.provider, flow.found.server, {
    kind: "none",
    uri: null,
    scopes: flow.scopes,
  });
  const grant = await parts.protocol.clientCredentials(askOf(flow, client));
  return { kind: "connected", accountId: await keeping(parts, flow).store(grant) };
}

async function connectDevice(parts: ConnectParts, flow: Flow): Promise<ConnectOutput> {
  const { provider, found, by, scopes } = flow;
  const client = await chooseClient(parts.clients, provider, found.server, { kind: "device", uri: null, scopes });
  const pending = await parts.protocol.beginDevice(askOf(flow, client));
  const { expiresAt, userCode, verificationUrl } = pending;
  const attemptId = parts.attempts.device({ by, providerId: provider.id, expiresAt }, pending, keeping(parts, flow));
  const host = new URL(verificationUrl).host;
  return {
    kind: "device",
    attemptId,
    userCode,
    verificationUrl,
    host,
    server: hostFor(flow),
    scopes: [...scopes],
    expiresAt,
  };
}

async function connectBrowser(parts: ConnectParts, flow: Flow): Promise<ConnectOutput> {
  const { provider, found, by } = flow;
  const loopback = await loopbackFor(parts, flow);
  try {
    const back = { kind: redirectKind(provider), uri: loopback.redirectUri, scopes: flow.scopes };
    const client = await chooseClient(parts.clients, provider, found.server, back);
    const { url, pending } = await parts.protocol.beginCode({
      ...askOf(flow, client),
      redirectUri: loopback.redirectUri,
    });
    const expiresAt = parts.clock.now() + parts.timing.signInMs;
    const of = { by, providerId: provider.id, expiresAt };
    const unanswered = async (): Promise<void> => {
      const inUse = parts.accounts
        .list()
        .some((one) => one.providerId === provider.id && one.state.kind === "connected");
      if (client.by === "dynamic" && !inUse) await parts.forgetClient(provider, client);
    };
    return {
      kind: "browser",
      attemptId: parts.attempts.code(of, { pending, loopback, unanswered }, keeping(parts, flow)),
      url,
      host: new URL(url).host,
      server: hostFor(flow),
      scopes: [...pending.scopes],
      callbackUrl: loopback.redirectUri,
      hasDeviceCode: found.server.deviceUrl !== null,
      expiresAt,
      notes: [...found.server.notes],
    };
  } catch (error) {
    await loopback.close();
    throw error;
  }
}

/**
 * Where the sign-in comes back to. What was registered dynamically comes back to the same port if that is free; each issuer has a path of
 * its own then, so that the answer of one is never taken for another's.
 */
async function loopbackFor(parts: ConnectParts, { provider, found: { server } }: Flow): Promise<Loopback> {
  const { redirect } = provider.config;
  const { loopbacks } = parts;
  if (redirect.kind === "fixed") return loopbacks.open(redirect);
  if (!isDynamic(parts.clients, provider, server)) return loopbacks.open(loopbackWish(redirect, CALLBACK, null));
  const path = `${CALLBACK}/${hash("sha256", server.issuer, "hex").slice(0, 16)}`;
  const known = await knownClient(parts.clients, provider, server.issuer, redirectKind(provider));
  const port = known?.redirectUri ? Number(new URL(known.redirectUri).port) : null;
  try {
    return await loopbacks.open(loopbackWish(redirect, path, port));
  } catch (error) {
    if (port === null) throw error;
    return loopbacks.open(loopbackWish(redirect, path, null));
  }
}

const CALLBACK = "/callback";

function redirectKind({ config: { redirect } }: ProviderEntry): string {
  return redirect.kind === "fixed" ? `http://${redirect.host}:${redirect.port}${redirect.path}` : redirect.kind;
}

function askOf({ provider: { config }, found, scopes }: Flow, client: OAuthClient): AskWith {
  const { server, resource, wantsDpop } = found;
  return { server, client, quirks: config.quirks, scopes, resource, nameSource: config.accountName, wantsDpop };
}

/** The host that the token will be sent to, as far as the provider says. */
function hostFor({ provider: { config }, found }: Flow): string | null {
  if (config.server.kind === "resource") return new URL(config.server.resource).host;
  return found.resource !== null && URL.canParse(found.resource) ? new URL(found.resource).host || null : null;
}
