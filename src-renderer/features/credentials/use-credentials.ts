import {
  enterValues,
  useAction,
  useRead,
  useStudio,
  type AuthType,
  type CredentialId,
  type CredentialScope,
  type CredentialSummary,
  type TeamId,
} from "../../client/index.ts";
import type { Typed } from "./values/typed-problems.ts";

/** All credentials as references, fresh. */
export function useCredentials() {
  const { rpc } = useStudio();
  return useRead(rpc.credentials.list.queryOptions());
}

/** After how many days the organization says that a value is due; null while it is not known. */
export function useOrgReminder(): number | null {
  const { rpc } = useStudio();
  const settings = useRead(rpc.studio.settings.queryOptions());
  return settings.kind === "ready" ? settings.data.remindAfterDays : null;
}

/** Names a value: the organization's or one's own (`teamId` null), or a team's. */
export type ValueOf = { readonly credentialId: CredentialId; readonly teamId: TeamId | null };
export type Entered = ValueOf & { readonly values: Typed };

export type NewCredential = {
  readonly name: string;
  readonly scope: CredentialScope;
  readonly authType: AuthType;
  readonly remindAfterDays: number | null;
  /** Sealed right after; empty: set later. */
  readonly values: Typed;
};

type Renamed = Pick<CredentialSummary, "id" | "name" | "remindAfterDays">;

/** Stores, replaces, clears and removes. Secrets pass through and are kept by nobody on this side. */
export function useCredentialActions() {
  const { api } = useStudio();
  return {
    create: useAction(async ({ values, ...input }: NewCredential) => {
      const made = await api.credentials.create(input);
      if (Object.keys(values).length === 0) return made;
      try {
        return await enterValues(api, { credentialId: made.id, teamId: null, values });
      } catch (error) {
        // Half of it is nothing: the next try begins anew. What cannot be taken back stands in the list, without a value.
        await api.credentials.remove({ id: made.id }).catch(() => {});
        throw error;
      }
    }),
    update: useAction((renamed: Renamed) => api.credentials.update(renamed)),
    enter: useAction((entered: Entered) => enterValues(api, entered)),
    clear: useAction(({ credentialId, teamId }: ValueOf) =>
      api.credentials.clearSecret({ id: credentialId, ...(teamId === null ? {} : { teamId }) }),
    ),
    remove: useAction((id: CredentialId) => api.credentials.remove({ id })),
  };
}
