import {
  useAction,
  useRead,
  useStudio,
  type ConnectorId,
  type ConnectorSummary,
  type PolicyBody,
  type PolicyId,
} from "../../client/index.ts";

const NO_CONNECTORS: readonly ConnectorSummary[] = [];

/** All policies, fresh. */
export function usePolicies() {
  const { rpc } = useStudio();
  return useRead(rpc.policies.list.queryOptions());
}

/** The connectors a policy can give tools of. */
export function useConnectors(): readonly ConnectorSummary[] {
  const { rpc } = useStudio();
  const read = useRead(rpc.connectors.list.queryOptions());
  return read.kind === "ready" ? read.data : NO_CONNECTORS;
}

/** The tools of one connector, asked for only when someone chooses among them. */
export function useTools(id: ConnectorId) {
  const { rpc } = useStudio();
  return useRead({ ...rpc.connectors.get.queryOptions({ input: { id } }), select: ({ toolList }) => toolList });
}

/** Writes, changes and removes. */
export function usePolicyActions() {
  const { api } = useStudio();
  return {
    create: useAction((body: PolicyBody) => api.policies.create(body)),
    update: useAction((id: PolicyId, body: PolicyBody) => api.policies.update({ id, body })),
    remove: useAction((id: PolicyId) => api.policies.remove({ id })),
  };
}
