import type { OrgId } from "../../src-contract/ids.ts";
import type { Clock } from "../base/clock.ts";
import type { Secret } from "../base/secret.ts";
import { OAuthError } from "./error.ts";
import type { AuthServer, Grant, OAuthClient, Protocol } from "./grant.ts";
import type { ProviderEntry } from "./oauth.ts";
import type { GrantRef, GrantVault } from "./parts.ts";
import type { ProviderBook } from "./provider-book.ts";
import { nameOfRef, registeredRef, registrationRef } from "./refs.ts";
import { secretMethod } from "./register.ts";
import { openClient, openRegistered, sealClient, visitSealed } from "./token-request.ts";

const CLIENT_NAME = "Gatehouse";
const SOON_MS = 60_000;

/** What the choice of a client is made with. */
export interface ClientParts {
  readonly orgId: OrgId;
  readonly vault: GrantVault;
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly learn: (name: string, bytes: Uint8Array) => void;
  readonly clientMetadataUrl: () => string | null;
  readonly providers: ProviderBook;
}

/** What a registration is for: how the sign-in comes back (`uri` null: it does not), and what will be asked for. */
export interface ComeBack {
  readonly kind: string;
  readonly uri: string | null;
  readonly scopes: readonly string[];
}

/**
 * Chooses as whom Gatehouse asks: a registered app, a Client ID Metadata Document, a dynamic registration that is there or made now.
 *
 * @throws {OAuthError} `oauth_issuer_changed` for a registered app of another issuer, `oauth_client_needed`, and as `Protocol.register`.
 */
export async function chooseClient(
  parts: ClientParts,
  provider: ProviderEntry,
  server: AuthServer,
  back: ComeBack,
): Promise<OAuthClient> {
  if (provider.config.client.kind === "registered") return registeredClient(parts, provider, server);
  if (!isDynamic(parts, provider, server)) return register(parts, provider, server, back);
  const known = await knownClient(parts, provider, server.issuer, back.kind);
  if (known && (back.uri === null || known.redirectUri === null || known.redirectUri === back.uri)) return known;
  if (server.registrationUrl === null) throw clientNeeded(server);
  const client = await register(parts, provider, server, back);
  const ref = registrationRef(parts.orgId, provider.id, server.issuer, back.kind);
  await sealed(sealClient(client), async (secret) => {
    visitSealed(secret, (field, bytes) => parts.learn(`${nameOfRef(ref)}/${field}`, bytes));
    await parts.vault.put(ref, secret);
  });
  await parts.providers.noteClient(provider.id, client);
  return client;
}

/** Whether a client would be one that is registered dynamically. */
export function isDynamic(
  { clientMetadataUrl }: Pick<ClientParts, "clientMetadataUrl">,
  { config }: ProviderEntry,
  server: AuthServer,
): boolean {
  if (config.client.kind === "registered") return false;
  // A document has no secret to ask for a token of the organization's with.
  return config.owner === "org" || clientMetadataUrl() === null || !server.takesMetadataDocument;
}

/** The dynamic registration that is there; null: there is none, or it ends. */
export async function knownClient(
  parts: Pick<ClientParts, "orgId" | "vault" | "clock">,
  { id }: ProviderEntry,
  issuer: string,
  kind: string,
): Promise<OAuthClient | null> {
  const secret = await parts.vault.use(registrationRef(parts.orgId, id, issuer, kind));
  if (secret === null) return null;
  const client = await sealed(secret, async (one) => openClient(one));
  const isOver = client.secretExpiresAt !== null && client.secretExpiresAt - SOON_MS <= parts.clock.now();
  return isOver || client.issuer !== issuer ? null : client;
}

/** The issuer that a registered app belongs to: as an admin said, or as it was found at its first use; null: not known yet. */
export async function boundIssuer(
  { orgId, vault }: Pick<ClientParts, "orgId" | "vault">,
  provider: ProviderEntry,
): Promise<string | null> {
  const { config } = provider;
  if (config.client.kind !== "registered") return null;
  if (config.client.issuer !== null) return config.client.issuer;
  const secret = await vault.use(registeredRef(orgId, provider, "issuer"));
  return secret === null ? null : sealed(secret, async (one) => openClient(one).issuer);
}

/** Remembers whom a registered app belongs to, once its authorization server took it. */
export async function bindIssuer(parts: ClientParts, provider: ProviderEntry, client: OAuthClient): Promise<void> {
  if (client.by !== "registered" || (await boundIssuer(parts, provider)) !== null) return;
  const bare = { ...client, secret: null };
  await sealed(sealClient(bare), (secret) => parts.vault.put(registeredRef(parts.orgId, provider, "issuer"), secret));
  await parts.providers.noteClient(provider.id, bare);
}

/**
 * The app that an admin registered, with its present secret.
 *
 * @throws {OAuthError} `oauth_issuer_changed`: it belongs to another authorization server, and nothing was sent.
 */
async function registeredClient(parts: ClientParts, provider: ProviderEntry, server: AuthServer): Promise<OAuthClient> {
  const { client, quirks } = provider.config;
  if (client.kind !== "registered") throw new Error("internal: this provider's app is not registered");
  const bound = await boundIssuer(parts, provider);
  if (bound !== null && bound !== server.issuer && bound !== server.aliasOf) throw issuerChanged(bound, server.issuer);
  const facts = {
    issuer: server.issuer,
    id: client.clientId,
    auth: "none",
    by: "registered",
    redirectUri: null,
    management: null,
    registeredAt: provider.createdAt,
    secretExpiresAt: null,
  } as const;
  const secret = await parts.vault.use(registeredRef(parts.orgId, provider, "client"));
  const opened = await sealed(secret, async (one) => openRegistered(facts, one));
  return { ...opened, auth: opened.secret === null ? "none" : (quirks.clientAuth ?? secretMethod(server)) };
}

/** A grant with its app's present secret: an admin may have entered another one since the account was connected. */
export async function withPresentSecret(parts: ClientParts, provider: ProviderEntry, grant: Grant): Promise<Grant> {
  const { client } = provider.config;
  const isSame = client.kind === "registered" && client.clientId === grant.client.id;
  if (!isSame || grant.client.by !== "registered") return grant;
  return { ...grant, client: await registeredClient(parts, provider, grant.server) };
}

function register(parts: ClientParts, { config }: ProviderEntry, server: AuthServer, back: ComeBack) {
  return parts.protocol.register(server, {
    clientName: CLIENT_NAME,
    redirectUri: back.uri ?? "http://127.0.0.1/callback", // A registration names one, whether it is used or not.
    scopes: back.scopes,
    owner: config.owner,
  });
}

/** Wipes what was handed in when its use is over. */
async function sealed<S extends Secret | null, T>(secret: S, use: (secret: S) => Promise<T>): Promise<T> {
  try {
    return await use(secret);
  } finally {
    secret?.wipe();
  }
}

/** The client id of a sealed registration; null where it cannot be read. */
export async function clientIdAt({ vault }: Pick<ClientParts, "vault">, ref: GrantRef): Promise<string | null> {
  const secret = await vault.use(ref);
  return secret && sealed(secret, async (one) => openClient(one).id);
}

function clientNeeded({ issuer }: AuthServer): OAuthError {
  return new OAuthError(
    "oauth_client_needed",
    "config",
    "This authorization server wants an app that somebody creates there first.",
    { hint: `An admin creates an app at ${new URL(issuer).host} and enters its client id under Accounts, Providers.` },
  );
}

function issuerChanged(bound: string, named: string): OAuthError {
  return new OAuthError(
    "oauth_issuer_changed",
    "security",
    "The server now names another authorization server than the one that its app belongs to. Nothing was sent.",
    {
      hint: "An admin looks at the provider: if the move is right, its app has to be created anew at the new server.",
      detail: `bound: ${JSON.stringify(bound)}, named: ${JSON.stringify(named)}`,
    },
  );
}
