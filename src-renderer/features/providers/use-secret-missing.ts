import type { ProviderSummary } from "../../client/index.ts";
import { usePresets } from "./use-providers.ts";

/** Tells whether connecting at a provider fails for want of a client secret, as far as that is known. */
export function useSecretMissing(): (provider: ProviderSummary) => boolean {
  const presets = usePresets();
  const needy = (presets.kind === "ready" ? presets.data : []).filter(({ hasSecret }) => hasSecret === "required");
  return ({ config, hasClientSecret }) => {
    if (hasClientSecret || config.client.kind !== "registered" || config.quirks.clientAuth === "none") return false;
    return config.owner === "org" || needy.some(({ key }) => key === config.preset);
  };
}
