import type { Clock } from "../base/clock.ts";
import { nameOf } from "./account-name.ts";
import { readChallenge } from "./challenge.ts";
import { beginCode, finishCode } from "./code-flow.ts";
import { beginDevice, pollDevice } from "./device-flow.ts";
import { createNonces, dpopProof } from "./dpop.ts";
import { findResource } from "./find-resource.ts";
import type { AuthServer, Net, OAuthClient, Protocol, RegistrationWish } from "./grant.ts";
import type { Kit } from "./kit.ts";
import { loadServer, serverFrom } from "./load-server.ts";
import { clientCredentials, refresh } from "./refresh.ts";
import { register } from "./register.ts";
import { revoke, unregister } from "./revoke.ts";

/** What the protocol is built from. */
export interface ProtocolParts {
  readonly net: Net;
  readonly clock: Clock;
  /** The organization's Client ID Metadata Document, if it has one. */
  readonly clientMetadataUrl: () => string | null;
}

/** Builds the protocol. It keeps nothing but the nonces that servers sent. */
export function createProtocol({ net, clock, clientMetadataUrl }: ProtocolParts): Protocol {
  const kit: Kit = { net, clock, nonces: createNonces() };
  return {
    readChallenge,
    findResource: (resource, challenge) => findResource(net, resource, challenge),
    loadServer: (issuer, quirks, origin, isLegacy = false) => loadServer(net, { issuer, quirks, origin }, isLegacy),
    serverFrom: (endpoints, quirks) => serverFrom(net, endpoints, quirks),
    register: async (server, wish) =>
      documentClient(server, wish, { url: clientMetadataUrl(), now: clock.now() }) ?? register(kit, server, wish),
    unregister: (client, server) => unregister(kit, client, server),
    beginCode: (ask) => beginCode(kit, ask),
    finishCode: (pending, callback) => finishCode(kit, pending, callback),
    beginDevice: (ask) => beginDevice(kit, ask),
    pollDevice: (pending) => pollDevice(kit, pending),
    clientCredentials: (ask) => clientCredentials(kit, ask),
    refresh: (grant, quirks) => refresh(kit, grant, quirks),
    revoke: (grant, quirks) => revoke(kit, grant, quirks),
    nameOf: (grant, source) => nameOf(kit, grant, source),
    proof: async ({ dpopKey, accessToken }, method, url) => {
      if (dpopKey === null) throw new Error("internal: only a bound token has proofs");
      return dpopProof(kit, { key: dpopKey, method, url, accessToken });
    },
    noteNonce: (url, nonce) => kit.nonces.note(url, nonce),
  };
}

/** The document that describes us is our id there, where there is one and the server takes it. It has no secret. */
function documentClient(
  server: AuthServer,
  { owner }: RegistrationWish,
  { url, now }: { readonly url: string | null; readonly now: number },
): OAuthClient | null {
  if (url === null || owner !== "member" || !server.takesMetadataDocument) return null;
  return {
    issuer: server.issuer,
    id: url,
    secret: null,
    auth: "none",
    by: "metadata-document",
    redirectUri: null,
    management: null,
    registeredAt: now,
    secretExpiresAt: null,
  };
}
