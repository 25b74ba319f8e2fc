import {
  useRead,
  useStudio,
  type ConnectorId,
  type CredentialSummary,
  type ProviderSummary,
} from "../../client/index.ts";

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

/** The credentials that a binding can name; null while they are not known. */
export function useCredentials(): readonly CredentialSummary[] | null {
  const { rpc } = useStudio();
  const read = useRead(rpc.credentials.list.queryOptions());
  return read.kind === "ready" ? read.data : null;
}

const NO_PROVIDERS: readonly ProviderSummary[] = [];

/** The providers whose accounts a binding can name; none while they are not known. */
export function useProviders(): readonly ProviderSummary[] {
  const { rpc } = useStudio();
  const read = useRead(rpc.providers.list.queryOptions());
  return read.kind === "ready" ? read.data : NO_PROVIDERS;
}
