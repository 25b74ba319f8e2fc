import type { PresetKey } from "../../../../src-contract/oauth.ts";
import { createManualClock, type ManualClock } from "../../../../testkit/clock.ts";
import { createWorld, type World, type WorldAnswer, type WorldRequest } from "../../../../testkit/oauth/world.ts";
import { findServer } from "../../find-server.ts";
import type { AskWith, Grant, OAuthClient, Protocol } from "../../grant.ts";
import { createProtocol } from "../../protocol.ts";
import { secretMethod } from "../../register.ts";
import { presetOf } from "../presets.ts";

/** What a vendor's servers answer, by place as `POST https://…`. */
export type Script = Readonly<Record<string, WorldAnswer | ((request: WorldRequest) => WorldAnswer)>>;

/** A preset at work with scripted servers of its vendor. */
export interface Vendor {
  readonly world: World;
  readonly clock: ManualClock;
  readonly protocol: Protocol;
  readonly ask: AskWith;
  /** The address that a person is sent to. */
  begin(): Promise<URL>;
  /** Comes back with a code; `more` is what else stands in the address. */
  connect(more?: Readonly<Record<string, string>>): Promise<Grant>;
  refresh(grant: Grant): Promise<Grant>;
  nameOf(grant: Grant): Promise<string | null>;
  /** The last request that arrived at a place. */
  last(place: string): WorldRequest;
}

/** Sets a preset up as a provider whose app has the id `an-app` and, where it may have one, the secret `app-secret`. */
export async function atVendor(key: PresetKey, script: Script): Promise<Vendor> {
  const { config, hasSecret } = presetOf(key);
  const world = createWorld();
  for (const [place, answer] of Object.entries(script)) world.on(place, answer);
  const clock = createManualClock();
  const protocol = createProtocol({ net: world.net, clock, clientMetadataUrl: () => null });
  const found = await findServer({ protocol, net: world.net }, config, null);
  if (found.kind !== "found") throw new Error("a choice was not expected");
  const { server, resource } = found;
  const { quirks, scopes, accountName, redirect } = config;
  const redirectUri =
    redirect.kind === "fixed"
      ? `http://${redirect.host}:${redirect.port}${redirect.path}`
      : "http://127.0.0.1:49152/callback";
  const secret = hasSecret === "none" ? null : "app-secret";
  const app: OAuthClient = {
    issuer: server.issuer,
    id: "an-app",
    secret,
    auth: secret === null ? "none" : (quirks.clientAuth ?? secretMethod(server)),
    by: "registered",
    redirectUri: null,
    management: null,
    registeredAt: 0,
    secretExpiresAt: null,
  };
  const wish = { clientName: "Gatehouse", redirectUri, scopes, owner: "member" } as const;
  const client = config.client.kind === "registered" ? app : await protocol.register(server, wish);
  const wanted = scopes.length > 0 ? scopes : (found.scopes ?? []);
  const ask: AskWith = { server, client, quirks, scopes: wanted, resource, nameSource: accountName };
  return {
    world,
    clock,
    protocol,
    ask,
    begin: async () => new URL((await protocol.beginCode({ ...ask, redirectUri })).url),
    connect: async (more = {}) => {
      const { pending } = await protocol.beginCode({ ...ask, redirectUri });
      return protocol.finishCode(pending, new URLSearchParams({ code: "a-code", state: pending.state, ...more }));
    },
    refresh: (grant) => protocol.refresh(grant, quirks),
    nameOf: (grant) => protocol.nameOf(grant, accountName),
    last: (place) => {
      const request = world.requests.findLast(({ method, url }) => `${method} ${url.split("?")[0]}` === place);
      if (!request) throw new Error(`nothing arrived at ${place}`);
      return request;
    },
  };
}

/** What an MCP server and its authorization server say of themselves, as the specifications want it. */
export function describing(resource: string, issuer: string, metadata: object = {}): Script {
  const [at, by] = [new URL(resource), new URL(issuer)];
  const path = (url: URL): string => (url.pathname === "/" ? "" : url.pathname);
  return {
    [`GET ${at.origin}/.well-known/oauth-protected-resource${path(at)}`]: {
      body: { resource, authorization_servers: [issuer] },
    },
    [`GET ${by.origin}/.well-known/oauth-authorization-server${path(by)}`]: {
      body: {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        registration_endpoint: `${issuer}/register`,
        code_challenge_methods_supported: ["S256"],
        ...metadata,
      },
    },
    [`POST ${issuer}/register`]: { status: 201, body: { client_id: "registered" } },
    [`POST ${issuer}/token`]: {
      body: { access_token: "an-access-token", token_type: "bearer", expires_in: 3600, refresh_token: "a-refresh-token" },
    },
  };
}
