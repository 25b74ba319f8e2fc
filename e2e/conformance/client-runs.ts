/** One run of the client suite: a scenario under a revision of the protocol. */
export interface ClientRun {
  readonly scenario: string;
  readonly revision: string;
  /** Why conforming does not require it, in the suite's own word; absent: it does. */
  readonly unscoredBecause?: string;
}

const BOTH = [
  "auth/metadata-default",
  "auth/metadata-var1",
  "auth/metadata-var2",
  "auth/metadata-var3",
  "auth/basic-cimd",
  "auth/scope-from-www-authenticate",
  "auth/scope-from-scopes-supported",
  "auth/scope-omitted-when-undefined",
  "auth/scope-step-up",
  "auth/scope-retry-limit",
  "auth/token-endpoint-auth-basic",
  "auth/token-endpoint-auth-post",
  "auth/token-endpoint-auth-none",
  "auth/pre-registration",
  "tools_call",
];

const OLDEST = ["auth/2025-03-26-oauth-metadata-backcompat", "auth/2025-03-26-oauth-endpoint-fallback"];

const OLD = ["initialize", "elicitation-sep1034-client-defaults", "sse-retry"];

const NEW = [
  "auth/resource-mismatch",
  "auth/offline-access-scope",
  "auth/offline-access-not-supported",
  "auth/authorization-server-migration",
  "auth/iss-supported",
  "auth/iss-not-advertised",
  "auth/iss-supported-missing",
  "auth/iss-wrong-issuer",
  "auth/iss-unexpected",
  "auth/iss-normalized",
  "auth/metadata-issuer-mismatch",
  "request-metadata",
  "sep-2322-client-request-state",
  "http-standard-headers",
  "http-custom-headers",
  "http-invalid-tool-headers",
  "json-schema-ref-no-deref",
];

const EXTENSIONS = [
  "auth/client-credentials-jwt",
  "auth/client-credentials-basic",
  "auth/enterprise-managed-authorization",
  "auth/dpop",
  "auth/dpop-nonce",
  "auth/wif-jwt-bearer",
];

const runs = (revision: string, scenarios: readonly string[], unscoredBecause?: string): readonly ClientRun[] =>
  scenarios.map((scenario) => ({ scenario, revision, ...(unscoredBecause === undefined ? {} : { unscoredBecause }) }));

/**
 * All that the suite has for clients. The extensions belong to no revision and run once; the suite lists those of Skills over MCP (SEP-2640)
 * too, which is about reading resources and not about connecting.
 */
export const CLIENT_RUNS: readonly ClientRun[] = [
  ...runs("2025-03-26", OLDEST, "older-revision"),
  ...runs("2025-11-25", [...BOTH, ...OLD]),
  ...runs("2025-11-25", ["json-schema-2020-12-preservation"], "added-after-release"),
  ...runs("2026-07-28", [...BOTH, ...NEW]),
  ...runs("2026-07-28", ["json-schema-2020-12-preservation"], "added-after-release"),
  ...runs("extension", EXTENSIONS, "extension"),
];
