import { useAction, useRead, useStudio, type UnlockerKind, type VaultStatus } from "../../client/index.ts";

const WHILE_ROTATING_MS = 1_000;

/** The vault's state, fresh; asked for again and again while the key is rotated, so that the numbers move. */
export function useVault() {
  const { rpc } = useStudio();
  return useRead({
    ...rpc.vault.status.queryOptions(),
    refetchInterval: ({ state }: { readonly state: { readonly data: VaultStatus | undefined } }) =>
      state.data?.rotation.kind === "running" ? WHILE_ROTATING_MS : false,
  });
}

/** Starts a rotation, and shows at once how far it is. */
export function useRotate() {
  const { api, rpc, queries } = useStudio();
  return useAction(async () => queries.setQueryData(rpc.vault.status.queryKey(), await api.vault.rotate()));
}

/** Ways of opening the vault other than the passphrase. */
export type OtherWay = Exclude<UnlockerKind, "passphrase">;

/** What a member does with their own ways in. Passphrases and keys pass through and are kept by nobody on this side. */
export function useWaysIn() {
  const { api } = useStudio();
  return {
    changePassphrase: useAction((current: string, next: string) => api.session.changePassphrase({ current, next })),
    renewRecoveryKey: useAction(async (passphrase: string) => {
      const { recoveryKey } = await api.vault.renewRecoveryKey({ passphrase });
      return recoveryKey;
    }),
    addKeychain: useAction((passphrase: string) => api.vault.addKeychain({ passphrase })),
    addHeadlessKey: useAction(async (passphrase: string) => {
      const { key } = await api.vault.addHeadlessKey({ passphrase });
      return key;
    }),
    remove: useAction((kind: OtherWay, passphrase: string) => api.vault.removeUnlocker({ kind, passphrase })),
  };
}
