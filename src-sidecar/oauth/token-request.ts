/*
 * The path of a token through this room: sealed at rest, opened here for one use, proved here with what the client knows, and sealed here
 * again. Nowhere else in the room are the bytes of a Secret seen.
 */
import type { JsonWebKey } from "node:crypto";
import { ClientSecretPost, None, type ClientAuth } from "oauth4webapi";
import { decodeAuth, encodeAuth, fieldText, wipeAuth, type AuthBytes } from "../base/auth-blob.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import { Secret } from "../base/secret.ts";
import { signingAuth } from "./client-assertion.ts";
import type { AuthServer, Grant, OAuthClient } from "./grant.ts";

const FORMAT = 1;
const FACTS = "facts";

type GrantFacts = Omit<Grant, "accessToken" | "refreshToken" | "dpopKey" | "client"> & { readonly client: ClientFacts };
type ClientFacts = Omit<OAuthClient, "secret" | "management"> & { readonly managementUrl: string | null };

/** A grant that was sent, and what it became. */
export interface Succession {
  readonly sent: Grant;
  readonly answer: Grant;
}

/** Seals a grant for the vault: the fields of `base/auth-blob.ts`, of which `facts` is the only one that is no secret. */
export function sealGrant(grant: Grant): Secret {
  const { accessToken, refreshToken, dpopKey, client, server, ...rest } = grant;
  const facts = { v: FORMAT, ...rest, server: { ...lasting(server) }, client: clientFacts(client) };
  return sealed({
    access_token: accessToken,
    refresh_token: refreshToken,
    // A JWK is a flat object of texts; the copy through JSON leaves out what JSON cannot carry.
    dpop_key: dpopKey && JSON.stringify(dpopKey),
    ...clientSecrets(client),
    [FACTS]: canonicalJson(facts),
  });
}

/** Without what only counts before there is a grant, and may be long: the vault takes no more than it can hold. */
function lasting(server: AuthServer): AuthServer {
  return { ...server, scopes: null, grantTypes: null, pkceMethods: null, dpopAlgorithms: null };
}

/** Opens what `sealGrant` sealed. @throws {Error} `internal:` for anything else: what is sealed was written here. */
export function openGrant(secret: Secret): Grant {
  return opened(secret, (fields) => {
    const { client, ...facts } = factsOf(fields) as GrantFacts; // Written by `sealGrant`.
    const key = optionalText(fields, "dpop_key");
    return {
      ...facts,
      client: clientOf(client, fields),
      accessToken: fieldText(fields.get("access_token")),
      refreshToken: optionalText(fields, "refresh_token"),
      dpopKey: key === null ? null : (JSON.parse(key) as JsonWebKey), // Written by `sealGrant` from one.
    };
  });
}

/** Seals what a grant became, with the grant that was sent: whoever takes it in later has to know what it takes the place of. */
export function sealSuccession({ sent, answer }: Succession): Secret {
  using before = sealGrant(sent);
  using after = sealGrant(answer);
  return Secret.take(encodeAuth(new Map(Object.entries({ before: before.reveal(), after: after.reveal() }))));
}

/** Opens what `sealSuccession` sealed. @throws {Error} `internal:` for anything else. */
export function openSuccession(secret: Secret): Succession {
  return opened(secret, (fields) => {
    const grantIn = (name: string): Grant => {
      using sealed = Secret.take(fields.get(name) ?? new Uint8Array());
      return openGrant(sealed);
    };
    return { sent: grantIn("before"), answer: grantIn("after") };
  });
}

/** Seals a client, to be used for further accounts at the same issuer. */
export function sealClient(client: OAuthClient): Secret {
  return sealed({ ...clientSecrets(client), [FACTS]: canonicalJson({ v: FORMAT, ...clientFacts(client) }) });
}

/** Opens what `sealClient` sealed. @throws {Error} `internal:` for anything else. */
export function openClient(secret: Secret): OAuthClient {
  return opened(secret, (fields) => clientOf(factsOf(fields) as ClientFacts, fields)); // Written by `sealClient`.
}

/** Seals the secret of an app that an admin registered, as it was entered. `entered` is the caller's to wipe. */
export function sealClientSecret(entered: Secret): Secret {
  return Secret.take(encodeAuth(new Map([["client_secret", entered.reveal()]])));
}

/** An app that an admin registered, with the secret that `sealClientSecret` sealed. */
export function openRegistered(facts: Omit<OAuthClient, "secret">, sealedSecret: Secret | null): OAuthClient {
  const secret = sealedSecret === null ? null : opened(sealedSecret, (fields) => optionalText(fields, "client_secret"));
  return { ...facts, secret };
}

/** The secret texts of anything that was sealed here, by field, for redaction. The bytes are wiped as soon as `visit` returns. */
export function visitSealed(secret: Secret, visit: (field: string, bytes: Uint8Array) => void): void {
  opened(secret, (fields) => {
    for (const [field, bytes] of fields) if (field !== FACTS) visit(field, bytes);
  });
}

/**
 * How a client proves at its authorization server that a request is its own.
 *
 * @throws {OAuthError} `oauth_client_refused` for a private key that cannot be used.
 */
export function clientAuth({ auth, secret }: OAuthClient): ClientAuth {
  switch (auth) {
    case "basic":
      return basicAuth(secret ?? "");
    case "post":
      return secret ? ClientSecretPost(secret) : None();
    case "key":
      return signingAuth(secret ?? "");
    case "none":
      return None();
  }
}

/**
 * As the library does it, but what RFC 3986 calls unreserved is not percent-encoded: a server that decodes reads the same, and one that
 * does not reads what was meant.
 *
 * @see RFC 6749 §2.3.1
 */
function basicAuth(secret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const pair = [client.client_id, secret].map((text) => encodeURIComponent(text.toWellFormed())).join(":");
    headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
  };
}

function clientFacts(client: OAuthClient): ClientFacts {
  const { secret: _secret, management, ...facts } = client;
  return { ...facts, managementUrl: management?.url ?? null };
}

function clientSecrets(client: OAuthClient): Record<string, string | null> {
  return { client_secret: client.secret, registration_token: client.management?.token ?? null };
}

function clientOf({ managementUrl, ...facts }: ClientFacts, fields: AuthBytes): OAuthClient {
  const token = optionalText(fields, "registration_token");
  const management = managementUrl === null || token === null ? null : { url: managementUrl, token };
  return { ...facts, secret: optionalText(fields, "client_secret"), management };
}

function sealed(texts: Readonly<Record<string, string | null>>): Secret {
  const parts = new Map<string, Secret>();
  for (const [name, text] of Object.entries(texts)) if (text !== null) parts.set(name, Secret.fromText(text));
  const bytes = encodeAuth(new Map([...parts].map(([name, part]) => [name, part.reveal()])));
  for (const part of parts.values()) part.wipe();
  return Secret.take(bytes);
}

function opened<T>(secret: Secret, read: (fields: AuthBytes) => T): T {
  const fields = decodeAuth(secret.reveal());
  try {
    return read(fields);
  } finally {
    wipeAuth(fields);
  }
}

function optionalText(fields: AuthBytes, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : fieldText(bytes);
}

/** What the seal proves: only this file writes facts of this format. */
function factsOf(fields: AuthBytes): object {
  const { v, ...facts } = JSON.parse(fieldText(fields.get(FACTS)) || "{}") as { readonly v?: number }; // Any JSON object may lack it.
  if (v !== FORMAT) throw new Error("internal: a sealed grant has another format");
  return facts;
}
