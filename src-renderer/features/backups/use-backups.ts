import { useAction, useRead, useStudio } from "../../client/index.ts";

/** The backups in the studio's home, as their files say. */
export function useBackups() {
  const { rpc } = useStudio();
  return useRead(rpc.backups.list.queryOptions());
}

/** What an export would hold, as far as references tell: never a value. */
export function useCredentials() {
  const { rpc } = useStudio();
  return useRead(rpc.credentials.list.queryOptions());
}

/** How many changes of keys and secrets there were until now; null while it is not known. */
export function useEpoch(): number | null {
  const { rpc } = useStudio();
  const status = useRead(rpc.vault.status.queryOptions());
  return status.kind === "ready" ? status.data.epoch : null;
}

/** How an export file is protected. */
export type Protection =
  | { readonly kind: "passphrase"; readonly filePassphrase: string }
  | { readonly kind: "recipients"; readonly recipients: readonly string[] };

/** How an export file is opened. */
export type Opening =
  | { readonly kind: "passphrase"; readonly filePassphrase: string }
  | { readonly kind: "identity"; readonly identity: string };

/** Backs up, looks into a backup, restores, exports, imports. Passphrases pass through and are kept by nobody on this side. */
export function useBackupActions() {
  const studio = useStudio();
  const { api } = studio;
  return {
    create: useAction((folder: string) => api.backups.create(folderOf(folder))),
    inspect: useAction((path: string) => api.backups.inspect({ path })),
    restore: useAction(async (path: string, replace: boolean) => {
      const { orgId } = await api.backups.restore({ path, replace });
      // Whatever was open of it is closed: the window goes on at its sign-in.
      await studio.select(orgId);
    }),
    exportFile: useAction((passphrase: string, folder: string, protection: Protection) =>
      api.backups.export({
        passphrase,
        ...folderOf(folder),
        ...(protection.kind === "passphrase"
          ? { filePassphrase: protection.filePassphrase }
          : { recipients: [...protection.recipients] }),
      }),
    ),
    importFile: useAction((path: string, opening: Opening) =>
      api.backups.import({
        path,
        ...(opening.kind === "passphrase"
          ? { filePassphrase: opening.filePassphrase }
          : { identity: opening.identity }),
      }),
    ),
  };
}

function folderOf(folder: string): { readonly folder?: string } {
  return folder.trim() === "" ? {} : { folder: folder.trim() };
}
