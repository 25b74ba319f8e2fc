import type { PresetKey, ProviderPreset, ProviderQuirks, ScopeHint } from "../../../src-contract/oauth.ts";

type Config = ProviderPreset["config"];
type Reach = ScopeHint["reach"];

/** Somebody creates an app at the provider; its id is entered then. */
export const OWN_APP: Config["client"] = { kind: "registered", clientId: "", issuer: null };
/** Gatehouse makes itself known by itself. */
const BY_ITSELF: Config["client"] = { kind: "automatic" };

/** For servers that take any port of the loopback address, as RFC 8252 section 7.3 asks for. */
export const ANY_PORT: Config["redirect"] = { kind: "any-port" };
/** For servers that compare the whole address. Each preset has a port of its own, below those that systems draw from. */
export function atLocalhost(port: number): Config["redirect"] {
  return { kind: "fixed", host: "localhost", port, path: "/callback" };
}

/** A scope of the least that is useful. */
export function least(name: string, reach: Reach, purpose: string): ScopeHint {
  return { name, purpose, reach, isLeast: true };
}
/** A scope for those who need it. */
export function more(name: string, reach: Reach, purpose: string): ScopeHint {
  return { name, purpose, reach, isLeast: false };
}
/** The names of the least that is useful: what a preset asks for. */
export function leastOf(scopes: readonly ScopeHint[]): string[] {
  return scopes.filter(({ isLeast }) => isLeast).map(({ name }) => name);
}

/** An MCP server that Gatehouse makes itself known to: no app has to be created. */
export function hostedServer(about: {
  readonly key: PresetKey;
  readonly name: string;
  readonly purpose: string;
  readonly resource: string;
  readonly redirect?: Config["redirect"];
  readonly quirks?: ProviderQuirks;
  readonly accountPage?: string;
  readonly scopes?: readonly ScopeHint[];
  readonly notes: readonly string[];
}): ProviderPreset {
  const scopes = about.scopes ?? [];
  return {
    key: about.key,
    name: about.name,
    purpose: about.purpose,
    config: {
      preset: about.key,
      owner: "member",
      server: { kind: "resource", resource: about.resource },
      client: BY_ITSELF,
      redirect: about.redirect ?? ANY_PORT,
      scopes: leastOf(scopes),
      accountName: { kind: "none" },
      quirks: about.quirks ?? {},
    },
    app: { isNeeded: false, createAt: null, steps: [] },
    hasSecret: "none",
    accountPage: about.accountPage ?? null,
    scopes: [...scopes],
    notes: [...about.notes],
  };
}
