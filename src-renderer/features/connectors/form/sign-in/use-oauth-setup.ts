import { useRef, type RefObject } from "react";
import {
  enterClientSecret,
  useAction,
  useMember,
  useRead,
  useStudio,
  type Discovered,
  type ProviderConfig,
  type ProviderPreset,
  type ProviderSummary,
  type TestResult,
} from "../../../../client/index.ts";
import { createNamed } from "../create-named.ts";

/** What is known of how one signs in to a server: from a test that was turned away, or from a look at its address. */
export type Needed = Pick<Discovered, "servers" | "scopes" | "canRegister"> & { readonly resource: string };

/** What a test that was turned away tells about signing in. */
export function neededBy(result: Extract<TestResult, { kind: "authorization-needed" }>): Needed {
  const { resource, servers, scopes, canRegister } = result;
  return { resource, servers, scopes, canRegister };
}

export type OAuthSetup = {
  readonly secret: RefObject<HTMLInputElement | null>;
  readonly preset: ProviderPreset | undefined;
  /** Whether somebody has to create an app there first. */
  readonly isAppNeeded: (needed: Needed) => boolean;
  readonly configFor: (needed: Needed, clientId: string) => ProviderConfig;
  readonly create: ReturnType<typeof useCreate>;
};

/** Makes a provider out of an address: a known service with its peculiarities, or whatever the address says of itself. */
export function useOAuthSetup(url: string): OAuthSetup {
  const { rpc } = useStudio();
  const { may } = useMember();
  const presets = useRead({ ...rpc.providers.presets.queryOptions(), enabled: may("admin") });
  const preset = presets.kind === "ready" ? presetFor(url, presets.data) : undefined;
  const configFor = (needed: Needed, clientId: string): ProviderConfig => {
    const base = preset?.config ?? plainConfig(needed);
    const isRegistered = isAppNeeded(needed);
    return { ...base, client: isRegistered ? { kind: "registered", clientId, issuer: null } : { kind: "automatic" } };
  };
  const isAppNeeded = ({ canRegister }: Needed): boolean => preset?.app.isNeeded ?? !canRegister;
  const secret = useRef<HTMLInputElement>(null);
  return { secret, preset, isAppNeeded, configFor, create: useCreate() };
}

function useCreate() {
  const { api } = useStudio();
  return useAction(async (name: string, config: ProviderConfig, clientSecret: string): Promise<ProviderSummary> => {
    const made = await createNamed(name, (free) => api.providers.create({ name: free, config }));
    if (clientSecret === "") return made;
    try {
      return await enterClientSecret(api, made.id, clientSecret);
    } catch (error) {
      await api.providers.remove({ id: made.id }).catch(() => {}); // it stays in the list of providers, unused and removable
      throw error;
    }
  });
}

function plainConfig({ resource }: Needed): ProviderConfig {
  return {
    preset: null,
    owner: "member",
    server: { kind: "resource", resource },
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
    scopes: [],
    accountName: { kind: "openid" },
    quirks: {},
  };
}

/** The known service that an address belongs to. */
export function presetFor(url: string, presets: readonly ProviderPreset[]): ProviderPreset | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host } = new URL(url);
  return presets.find(
    ({ config: { server } }) =>
      server.kind === "resource" && URL.canParse(server.resource) && new URL(server.resource).host === host,
  );
}

/** The provider that is for this very address already. */
export function providerFor(url: string, providers: readonly ProviderSummary[]): ProviderSummary | undefined {
  return providers.find(({ config: { server } }) => server.kind === "resource" && server.resource === url.trim());
}
