import { clockSkew, type AuthorizationServer, type Client } from "oauth4webapi";
import type { AuthServer } from "./grant.ts";
import type { Kit } from "./kit.ts";

/** Servers need not know which library we use, and some answer nobody without a name. */
export const HEADERS = { "user-agent": "Gatehouse" } as const;

/** A client as the library knows one. It looks at the machine's clock and is told how far ours is from that. */
export function clientView({ clock }: Pick<Kit, "clock">, id: string): Client {
  return { client_id: id, [clockSkew]: Math.round((clock.now() - Date.now()) / 1000) };
}

/** An authorization server as the library knows one, with the endpoints that it sends to. */
export function serverView(server: AuthServer): AuthorizationServer {
  const { issuer, tokenUrl, parUrl, deviceUrl, revocationUrl, registrationUrl } = server;
  return {
    issuer,
    token_endpoint: tokenUrl,
    ...(parUrl !== null && { pushed_authorization_request_endpoint: parUrl }),
    ...(deviceUrl !== null && { device_authorization_endpoint: deviceUrl }),
    ...(revocationUrl !== null && { revocation_endpoint: revocationUrl }),
    ...(registrationUrl !== null && { registration_endpoint: registrationUrl }),
  };
}
