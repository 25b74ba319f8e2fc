import { useRead, useStudio, type ConnectorId, type CredentialSummary } from "../../client/index.ts";

const NO_CREDENTIALS: readonly CredentialSummary[] = [];

/** All connectors, fresh. */
export function useConnectors() {
  const { rpc } = useStudio();
  return useRead(rpc.connectors.list.queryOptions());
}

/** One connector with its tools and its configuration. */
export function useConnector(id: ConnectorId) {
  const { rpc } = useStudio();
  return useRead(rpc.connectors.get.queryOptions({ input: { id } }));
}

/** The credentials that a binding can name; empty while they are not known. */
export function useCredentials(): readonly CredentialSummary[] {
  const { rpc } = useStudio();
  const read = useRead(rpc.credentials.list.queryOptions());
  return read.kind === "ready" ? read.data : NO_CREDENTIALS;
}
