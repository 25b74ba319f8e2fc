import { useAction, useRead, useStudio, type CredentialId, type CredentialSummary } from "../../client/index.ts";

/** All credentials as references, fresh. */
export function useCredentials() {
  const { rpc } = useStudio();
  return useRead(rpc.credentials.list.queryOptions());
}

export type NewCredential = {
  readonly name: string;
  readonly scope: CredentialSummary["scope"];
  readonly secret: string;
};

/** Stores, replaces and removes. Secrets pass through and are kept by nobody on this side. */
export function useCredentialActions() {
  const { api } = useStudio();
  return {
    create: useAction(({ name, scope, secret }: NewCredential) =>
      api.credentials.create({ name, scope, ...(secret === "" ? {} : { secret }) }),
    ),
    setSecret: useAction((id: CredentialId, secret: string) => api.credentials.setSecret({ id, secret })),
    remove: useAction((id: CredentialId) => api.credentials.remove({ id })),
  };
}
