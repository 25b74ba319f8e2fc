import { randomUUID } from "node:crypto";
import { serveHttp, type Listening, type ServeHttpOptions } from "../mcp/serve-http.ts";
import type { AuthorizationServer, TokenFacts } from "./authorization-server.ts";
import { createDpopCheck } from "./dpop-check.ts";
import { createNotesServer } from "./protected-tools.ts";

export interface ProtectedServerOptions extends Pick<ServeHttpOptions, "port" | "eras"> {
  /** Whose tokens are good here. The metadata name all of them. */
  readonly authorizationServers: readonly AuthorizationServer[];
  /** What every request needs. */
  readonly scopes?: readonly string[];
  /** What a tool needs beside that, by its name: the answer is 403 `insufficient_scope`. */
  readonly stepUp?: Readonly<Record<string, readonly string[]>>;
  /** What a 401 says: where the metadata are and which scopes are needed (`full`), the scheme alone (`bare`), or nothing. */
  readonly challenge?: "full" | "bare" | "none";
  /** Where the metadata are; `root`: not below the resource's path. */
  readonly metadataAt?: "path" | "root";
  /** Tokens have to be bound to a key; with `nonce`, proofs need one of this server. */
  readonly dpop?: "required" | "nonce";
}

/** A request that reached the tools or was refused before them. */
export interface Visit {
  readonly status: number;
  readonly scheme: string | null;
  readonly login: string | null;
  readonly tool: string | null;
}

/** A real MCP server on 127.0.0.1 that is a protected resource (RFC 9728): tools `whoami`, `read_notes` and `write_note`. */
export interface ProtectedServer extends Listening {
  /** What tokens have to be for; its URL. */
  readonly resource: string;
  readonly visits: readonly Visit[];
  /** Answers the next requests with 401 `invalid_token`, however good their tokens are. */
  refuse(times: number): void;
}

/** Starts one. */
export async function startProtectedServer(options: ProtectedServerOptions): Promise<ProtectedServer> {
  const check = async (token: string): Promise<TokenFacts | null> => {
    const all = await Promise.all(options.authorizationServers.map((server) => server.check(token)));
    return all.find((facts) => facts !== null) ?? null;
  };
  const door = createDoor(options, check);
  const { port, eras } = options;
  const listening = await serveHttp({
    createServer: createNotesServer(check),
    guard: door.guard,
    ...(port === undefined ? {} : { port }),
    ...(eras === undefined ? {} : { eras }),
  });
  return { ...listening, resource: listening.url, visits: door.visits, refuse: door.refuse };
}

const DEFAULT_SCOPES = ["notes:read"] as const;
const DEFAULT_STEP_UP: Readonly<Record<string, readonly string[]>> = { write_note: ["notes:write"] };

function createDoor(options: ProtectedServerOptions, check: (token: string) => Promise<TokenFacts | null>) {
  const visits: Visit[] = [];
  let refusals = 0;
  const judge = createJudge(options, check);
  const guard = async (request: Request): Promise<Response | null> => {
    const { origin, pathname } = new URL(request.url);
    if (pathname.startsWith("/.well-known/oauth-protected-resource"))
      return showMetadata(options, origin, pathname) ?? new Response(null, { status: 404 });
    if (pathname !== "/mcp") return null;
    const scheme = /^(\w+) /.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
    const tool = await toolOf(request);
    const { refusal, facts } = await judge(request, tool, refusals > 0);
    if (refusals > 0) refusals -= 1;
    visits.push({ status: refusal?.status ?? 200, scheme, login: facts?.login ?? null, tool });
    return refusal;
  };
  const refuse = (times: number): void => {
    refusals = times;
  };
  return { guard, visits, refuse };
}

function showMetadata(options: ProtectedServerOptions, origin: string, pathname: string): Response | null {
  if (pathname !== metadataPath(options)) return null;
  return Response.json({
    resource: `${origin}/mcp`,
    authorization_servers: options.authorizationServers.map(({ issuer }) => issuer),
    scopes_supported: [...scopesOf(options), ...Object.values(options.stepUp ?? DEFAULT_STEP_UP).flat()],
    bearer_methods_supported: ["header"],
    ...(options.dpop ? { dpop_bound_access_tokens_required: true } : {}),
  });
}

const scopesOf = ({ scopes = DEFAULT_SCOPES }: ProtectedServerOptions): readonly string[] => scopes;
const metadataPath = ({ metadataAt = "path" }: ProtectedServerOptions): string =>
  `/.well-known/oauth-protected-resource${metadataAt === "path" ? "/mcp" : ""}`;

async function toolOf(request: Request): Promise<string | null> {
  if (request.method !== "POST") return null;
  const message: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  // Not a tool's name unless it is a string: what is no tools/call has no such place.
  const name = (message as { params?: { name?: unknown } } | null)?.params?.name;
  return typeof name === "string" ? name : null;
}

interface Judgement {
  readonly refusal: Response | null;
  readonly facts: TokenFacts | null;
}

function createJudge(options: ProtectedServerOptions, check: (token: string) => Promise<TokenFacts | null>) {
  const checkProof = createDpopCheck();
  const nonce = options.dpop === "nonce" ? randomUUID() : undefined;
  const isProven = (request: Request, token: string, { jkt }: TokenFacts): string | null => {
    if (jkt === null) return options.dpop ? "not bound" : null;
    const { method, url } = request;
    const expected = { method, url, token, jkt, ...(nonce === undefined ? {} : { nonce }) };
    return checkProof(request.headers.get("dpop"), expected);
  };
  return async (request: Request, tool: string | null, isRefused: boolean): Promise<Judgement> => {
    const { origin } = new URL(request.url);
    const [, scheme = "", token = ""] = /^(\w+) (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
    const refuse = (
      status: number,
      facts: TokenFacts | null,
      parameters: Readonly<Record<string, string>>,
    ): Judgement => ({
      facts,
      refusal: new Response(null, { status, headers: challengeOf(options, origin, parameters) }),
    });
    if (token === "") return refuse(401, null, { scope: scopesOf(options).join(" ") });
    const facts = isRefused ? null : await check(token);
    if (facts === null || facts.audience !== `${origin}/mcp`) return refuse(401, null, { error: "invalid_token" });
    const problem =
      scheme === (facts.jkt === null ? "Bearer" : "DPoP") ? isProven(request, token, facts) : "wrong scheme";
    if (problem === "no nonce") return refuse(401, null, { error: "use_dpop_nonce", nonce: nonce ?? "" });
    if (problem !== null) return refuse(401, null, { error: "invalid_dpop_proof", error_description: problem });
    const needed = [...scopesOf(options), ...((options.stepUp ?? DEFAULT_STEP_UP)[tool ?? ""] ?? [])];
    const isEnough = needed.every((scope) => facts.scopes.includes(scope));
    if (!isEnough) return refuse(403, facts, { error: "insufficient_scope", scope: needed.join(" ") });
    return { facts, refusal: null };
  };
}

function challengeOf(
  options: ProtectedServerOptions,
  origin: string,
  { nonce, ...parameters }: Readonly<Record<string, string>>,
): Headers {
  const { challenge = "full" } = options;
  const headers = new Headers();
  if (nonce !== undefined) headers.set("dpop-nonce", nonce);
  if (challenge === "none") return headers;
  const scheme = options.dpop ? "DPoP" : "Bearer";
  const all: Readonly<Record<string, string>> =
    challenge === "bare" ? {} : { ...parameters, resource_metadata: `${origin}${metadataPath(options)}` };
  const list = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  headers.set("www-authenticate", [scheme, list.join(", ")].join(" ").trim());
  return headers;
}
