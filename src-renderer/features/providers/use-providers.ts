import {
  enterClientSecret,
  useAction,
  useRead,
  useStudio,
  type ProviderConfig,
  type ProviderId,
  type ProviderSummary,
} from "../../client/index.ts";

/** All providers, fresh. */
export function useProviders() {
  const { rpc } = useStudio();
  return useRead(rpc.providers.list.queryOptions());
}

/** The providers that Gatehouse knows how to talk to. */
export function usePresets() {
  const { rpc } = useStudio();
  return useRead(rpc.providers.presets.queryOptions());
}

/** What removing one takes with it, counted while somebody is asked. */
export function useRemoval(id: ProviderId, isAsking: boolean) {
  const { rpc } = useStudio();
  return useRead({ ...rpc.providers.removalPreview.queryOptions({ input: { id } }), enabled: isAsking, staleTime: 0 });
}

export type SavedProvider = {
  readonly name: string;
  readonly config: ProviderConfig;
  /** Sealed right after; null: as it is. */
  readonly clientSecret: string | null;
};

/** Adds, changes and removes. A client secret passes through and is kept by nobody on this side. */
export function useProviderActions() {
  const { api } = useStudio();
  return {
    create: useAction(async ({ clientSecret, ...input }: SavedProvider): Promise<ProviderSummary> => {
      const made = await api.providers.create(input);
      if (clientSecret === null) return made;
      try {
        return await enterClientSecret(api, made.id, clientSecret);
      } catch (error) {
        // Half of it is nothing: the next try begins anew. What cannot be taken back stands in the list, without its secret.
        await api.providers.remove({ id: made.id }).catch(() => {});
        throw error;
      }
    }),
    update: useAction(async (id: ProviderId, { clientSecret, ...input }: SavedProvider): Promise<ProviderSummary> => {
      const changed = await api.providers.update({ ...input, id });
      return clientSecret === null ? changed : enterClientSecret(api, id, clientSecret);
    }),
    setSecret: useAction((id: ProviderId, clientSecret: string) => enterClientSecret(api, id, clientSecret)),
    forget: useAction((id: ProviderId) => api.providers.forgetRegistrations({ id })),
    remove: useAction((id: ProviderId) => api.providers.remove({ id })),
    discover: useAction((url: string) => api.providers.discover({ url })),
  };
}
