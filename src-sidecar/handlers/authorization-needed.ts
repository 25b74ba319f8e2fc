import type { ConnectorConfig, TestResult } from "../../src-contract/connector.ts";
import type { Discovered } from "../../src-contract/oauth.ts";
import { ConnectorError } from "../connectors/index.ts";
import { OAuthError, type OAuth } from "../oauth/index.ts";

/**
 * What a test says when a server asks for a sign-in that its connector has none for; null: it did not, or where to sign in cannot be found
 * out. A server that was sent a credential is not asked: it is the credential then that it does not take.
 */
export async function authorizationNeeded(
  { providers }: Pick<OAuth, "providers">,
  config: ConnectorConfig,
  error: unknown,
): Promise<TestResult | null> {
  if (config.kind !== "mcp-http" || config.headers.some(({ source }) => source.kind !== "static")) return null;
  if (!(error instanceof ConnectorError) || !asksForSignIn(error)) return null;
  const found = await discovered(providers, config.url);
  if (found === null || found.servers.length === 0) return null;
  const { servers, scopes, canRegister } = found;
  const resource = found.resource ?? config.url;
  const known = providers
    .list()
    .find(({ config: { server } }) => server.kind === "resource" && [resource, config.url].includes(server.resource));
  return {
    kind: "authorization-needed",
    resource,
    servers,
    scopes,
    canRegister,
    providerId: known?.id ?? null,
    message: "The server asks for a sign-in (OAuth).",
    hint: hintFor(known !== undefined, canRegister),
  };
}

function hintFor(isKnown: boolean, canRegister: boolean): string {
  if (isKnown) return "There is a provider for it already: let the connector use its accounts.";
  return canRegister
    ? "Set up OAuth for this connector: Gatehouse makes itself known there by itself."
    : "Somebody has to create an app there first. Then add a provider with what the app was given.";
}

function asksForSignIn({ code, refusal }: ConnectorError): boolean {
  if (code !== "connector_refused" || refusal === undefined) return false;
  return refusal.status === 401 || /\b(Bearer|DPoP)\b/i.test(refusal.headers.get("www-authenticate") ?? "");
}

async function discovered(providers: Pick<OAuth["providers"], "discover">, url: string): Promise<Discovered | null> {
  try {
    return await providers.discover(url);
  } catch (error) {
    if (error instanceof OAuthError) return null; // The refusal itself is what the test says then.
    throw error;
  }
}
