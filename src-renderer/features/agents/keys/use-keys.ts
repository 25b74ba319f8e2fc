import {
  codeOf,
  useAction,
  useRead,
  useStudio,
  type ConnectorSummary,
  type KeyId,
  type MemberSummary,
  type PolicyId,
  type PolicySummary,
} from "../../../client/index.ts";
import { t } from "../messages.ts";

const NO_POLICIES: readonly PolicySummary[] = [];
const NO_CONNECTORS: readonly ConnectorSummary[] = [];
const MAX_NAMES = 9;

/** All keys, fresh. Never their secrets. */
export function useKeys() {
  const { rpc } = useStudio();
  return useRead(rpc.keys.list.queryOptions());
}

/** The policies that a key can embody. */
export function usePolicies(): readonly PolicySummary[] {
  const { rpc } = useStudio();
  const read = useRead(rpc.policies.list.queryOptions());
  return read.kind === "ready" ? read.data : NO_POLICIES;
}

export type NewKey = {
  readonly name: string;
  readonly policyId: PolicyId | null;
  readonly memberId: MemberSummary["id"] | null;
};

/** Makes, replaces and revokes keys. A made key goes to whoever asked and is remembered by nobody else. */
export function useKeyActions() {
  const { api, rpc } = useStudio();
  const read = useRead(rpc.connectors.list.queryOptions());
  const connectors = read.kind === "ready" ? read.data : NO_CONNECTORS;

  /** Writes the policy that gives everything, under the first of its names that is free. */
  const writeOpenPolicy = async (): Promise<PolicyId> => {
    const grants = connectors.map(({ id }) => ({ connectorId: id, tools: "all" as const }));
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? t("new.policyName") : `${t("new.policyName")} ${count}`;
      try {
        return (await api.policies.create({ name, trustLevel: "supervised", nameForm: "namespaced", grants })).id;
      } catch (error) {
        if (codeOf(error) !== "name_taken" || count === MAX_NAMES) throw error;
      }
    }
  };
  return {
    create: useAction(async ({ name, policyId, memberId }: NewKey) =>
      api.keys.create({ name, policyId: policyId ?? (await writeOpenPolicy()), memberId }),
    ),
    regenerate: useAction((id: KeyId) => api.keys.regenerate({ id })),
    revoke: useAction((id: KeyId) => api.keys.revoke({ id })),
  };
}
